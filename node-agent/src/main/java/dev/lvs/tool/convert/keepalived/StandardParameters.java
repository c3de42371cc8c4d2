package dev.lvs.tool.convert.keepalived;

import java.util.List;
import java.util.Optional;

/**
 * The parameters that keepalived defines itself, as {@code set_std_definitions} of its lib/parser.c
 * has them.
 *
 * <p>The value that one of them has on the director is not always known here. It is one word all
 * the same: braces in it must never be taken for those of a block.
 */
final class StandardParameters {
  private static final long LARGEST_RANDOM = 32_767;

  private final Optional<String> configId;

  /**
   * The parameters of one reading.
   *
   * @param configId as {@code keepalived --config-id}, which by default is the host's name
   */
  StandardParameters(Optional<String> configId) {
    this.configId = configId;
  }

  /**
   * Value of a standard parameter.
   *
   * @param open warning where the director may replace it with another value
   */
  record Value(String text, Optional<String> open) {
    static Value known(String text) {
      return new Value(text, Optional.empty());
    }
  }

  /**
   * The value of a parameter; none where there is no such, or it takes no such arguments.
   *
   * @param directory of the file that is read
   */
  Optional<Value> value(String name, List<String> arguments, String directory) {
    if (name.equals("_RANDOM")) {
      return random(arguments);
    }
    if (name.equals("_ENV")) {
      return arguments.size() == 1
          ? Optional.of(unknown("_ENV:" + arguments.getFirst(), "in the environment of keepalived"))
          : Optional.empty();
    }
    if (!arguments.isEmpty()) {
      return Optional.empty();
    }
    return switch (name) {
      case "_PWD" -> Optional.of(Value.known(directory));
      case "_INSTANCE" ->
          Optional.of(
              configId
                  .map(Value::known)
                  .orElseGet(
                      () -> unknown(name, "the config-id of the director; give it (--config-id)")));
      case "_HASH" -> Optional.of(Value.known("#"));
      case "_BANG" -> Optional.of(Value.known("!"));
      default -> Optional.empty();
    };
  }

  /** Returns whether a text has something in it that is not known. */
  static boolean isUnknown(String text) {
    return text.contains("<_INSTANCE>") || text.contains("<_ENV:");
  }

  private static Value unknown(String text, String what) {
    return new Value(
        "<" + text + ">", Optional.of("what stands here is not known: it is %s.".formatted(what)));
  }

  private static Optional<Value> random(List<String> arguments) {
    if (arguments.size() > 2 || arguments.stream().anyMatch(one -> !one.matches("[0-9]{1,18}"))) {
      return Optional.empty();
    }
    long least = arguments.isEmpty() ? 0 : Long.parseLong(arguments.getFirst());
    long most = arguments.size() < 2 ? LARGEST_RANDOM : Long.parseLong(arguments.getLast());
    return Optional.of(
        most <= least
            ? Value.known(String.valueOf(least))
            : new Value(
                String.valueOf(least),
                Optional.of(
                    "keepalived draws a number from %d to %d each time; the smallest was taken."
                        .formatted(least, most))));
  }
}
