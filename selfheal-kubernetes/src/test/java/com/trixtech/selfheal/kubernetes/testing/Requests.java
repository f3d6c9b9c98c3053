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
  private volatile @Nullable Detour detour;
  private volatile @Nullable Interruption interruption;

  /** What happens just before such a request is sent, once. */
  private record Interruption(String method, String end, Runnable what) {
    boolean meets(HttpRequest request) {
      return method.equals(request.method()) && request.uri().getPath().endsWith(end);
    }
  }

  /** Where requests whose path has this end go instead. */
  private record Detour(URI to, String end) {}

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    sent.add(request.method() + " " + request.uri().getPath());
    Interruption due = interruption;
    if (due != null && due.meets(request)) {
      interruption = null;
      due.what().run();
    }
    Detour now = detour;
    if (now != null && request.uri().getPath().endsWith(now.end())) {
      builder.uri(now.to().resolve(request.uri().getPath()));
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
    justBefore(method, "", what);
  }

  /** The same, before the next one whose path also ends so. */
  public void justBefore(String method, String end, Runnable what) {
    interruption = new Interruption(method, end, what);
  }

  /** From now on nothing reaches the server, until {@code false} is said. */
  public void cut(boolean now) {
    // Nobody listens on the discard port.
    detour = now ? new Detour(URI.create("https://127.0.0.1:9"), "") : null;
  }

  /** Requests whose path ends so go to another server, until {@link #direct}. */
  public void divert(URI to, String end) {
    detour = new Detour(to, end);
  }

  /** From now on all reach the server. */
  public void direct() {
    detour = null;
  }
}
