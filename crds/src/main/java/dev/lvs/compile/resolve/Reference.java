package dev.lvs.compile.resolve;

import dev.lvs.api.v1alpha1.ResourceName;
import java.util.Optional;

/** A name in a resource, looked up. */
public sealed interface Reference<T> {
  /** A name that resolves to {@code target}. */
  record Found<T>(T target) implements Reference<T> {}

  /** A name that resolves to nothing. */
  record Dangling<T>(ResourceName name) implements Reference<T> {}

  /** Returns what the name leads to, if anything. */
  default Optional<T> found() {
    return switch (this) {
      case Found<T>(T target) -> Optional.of(target);
      case Dangling<T> _ -> Optional.empty();
    };
  }
}
