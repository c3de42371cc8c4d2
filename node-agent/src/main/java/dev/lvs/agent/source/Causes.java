package dev.lvs.agent.source;

import java.util.Objects;

/** Causes of failures, in a few words. */
final class Causes {
  private Causes() {}

  /** The innermost message: the outer ones only repeat the request. */
  static String innermost(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return Objects.requireNonNullElse(innermost.getMessage(), innermost.toString());
  }
}
