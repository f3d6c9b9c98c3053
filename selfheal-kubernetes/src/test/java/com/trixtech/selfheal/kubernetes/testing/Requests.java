package com.trixtech.selfheal.kubernetes.testing;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Sees what a client asks of the API server, and can cut the line. Thread-safe. */
public final class Requests implements Interceptor {
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private volatile boolean cut;
  private volatile @Nullable Interruption interruption;

  /** What happens just before a request of this method is sent, once. */
  private record Interruption(String method, Runnable what) {}

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    sent.add(request.method() + " " + request.uri().getPath());
    Interruption due = interruption;
    if (due != null && due.method().equals(request.method())) {
      interruption = null;
      due.what().run();
    }
    if (cut) { // nobody listens on the discard port
      builder.uri(URI.create("https://127.0.0.1:9" + request.uri().getPath()));
    }
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    if (response.isSuccessful()) {
      accepted.add(request.method() + " " + request.uri().getPath());
    }
  }

  /** Method and path of what the server accepted, in order. */
  public List<String> accepted() {
    return List.copyOf(accepted);
  }

  /** Method and path of what was sent, each try of it, in order. */
  public List<String> sent() {
    return List.copyOf(sent);
  }

  /** Evictions and changes of workloads that the server accepted. */
  public int changes() {
    return (int)
        accepted.stream()
            .filter(r -> !r.startsWith("GET"))
            .filter(
                r -> r.endsWith("/eviction") || r.contains("/deployments/") || r.contains("/pods/"))
            .count();
  }

  /** Does something in the last moment before the next request of that method. */
  public void justBefore(String method, Runnable what) {
    interruption = new Interruption(method, what);
  }

  /** From now on nothing reaches the server, until {@code false} is said. */
  public void cut(boolean now) {
    cut = now;
  }
}
