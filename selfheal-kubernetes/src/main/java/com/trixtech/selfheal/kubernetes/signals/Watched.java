package com.trixtech.selfheal.kubernetes.signals;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** One kind of object, watched in all namespaces or in some. Thread-safe. */
final class Watched<T extends HasMetadata> implements AutoCloseable {
  /** So many objects a page of the first listing: the whole list at once is what kills. */
  static final long PAGE = 500;

  private static final String GROUP = "group";

  private final List<SharedIndexInformer<T>> informers = new ArrayList<>();
  private volatile String lastFailure = "";

  /**
   * Not yet begun.
   *
   * @param group what {@link #group} finds an object by
   * @param changed called with the namespace of each change, empty for what has none
   */
  Watched(
      List<? extends Informable<T>> places,
      UnaryOperator<T> trim,
      Function<T, String> group,
      Consumer<String> changed) {
    ResourceEventHandler<T> handler =
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(T object) {
            tell(object);
          }

          @Override
          public void onUpdate(T before, T now) {
            tell(now);
          }

          @Override
          public void onDelete(T object, boolean unknown) {
            tell(object);
          }

          private void tell(T object) {
            changed.accept(Objects.requireNonNullElse(object.getMetadata().getNamespace(), ""));
          }
        };
    for (Informable<T> place : places) {
      SharedIndexInformer<T> informer = place.runnableInformer(0);
      informer.itemStore(new TrimmedStore<>(trim));
      informer.removeNamespaceIndex();
      informer.addIndexers(Map.of(GROUP, object -> List.of(group.apply(object))));
      informer.addEventHandler(handler);
      // A watch is never given up: while it does not stand, its facts age.
      informer.exceptionHandler((started, failure) -> {
        lastFailure = ": " + Failure.words(failure);
        return true;
      });
      informers.add(informer);
    }
  }

  static <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>>
      Watched<T> in(
          Set<String> namespaces,
          MixedOperation<T, L, R> operation,
          UnaryOperator<T> trim,
          Function<T, String> group,
          Consumer<String> changed) {
    List<Informable<T>> places = new ArrayList<>();
    if (namespaces.isEmpty()) {
      places.add(operation.inAnyNamespace().withLimit(PAGE));
    }
    namespaces.forEach(n -> places.add(operation.inNamespace(n).withLimit(PAGE)));
    return new Watched<>(places, trim, group, changed);
  }

  void start() {
    informers.forEach(SharedIndexInformer::start);
  }

  boolean listed() {
    return informers.stream().allMatch(SharedIndexInformer::hasSynced);
  }

  /** What is not listed yet, and why where that is known; empty once all is. */
  Optional<String> missing() {
    return listed()
        ? Optional.empty()
        : Optional.of(
            HasMetadata.getPlural(informers.getFirst().getApiTypeClass())
                + " are not listed yet"
                + lastFailure);
  }

  boolean watching() {
    return informers.stream().allMatch(SharedIndexInformer::isWatching);
  }

  Optional<T> get(String namespace, String name) {
    String key = namespace.isEmpty() ? name : namespace + "/" + name;
    return informers.stream()
        .flatMap(i -> Optional.ofNullable(i.getStore().getByKey(key)).stream())
        .findFirst();
  }

  List<T> group(String name) {
    return informers.stream().flatMap(i -> i.getIndexer().byIndex(GROUP, name).stream()).toList();
  }

  List<T> all() {
    return informers.stream().flatMap(i -> i.getStore().list().stream()).toList();
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }
}
