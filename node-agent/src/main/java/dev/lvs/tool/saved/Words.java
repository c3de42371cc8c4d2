package dev.lvs.tool.saved;

import static dev.lvs.tool.saved.IllegalLineException.quoted;

import dev.lvs.tool.saved.Option.Takes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of one line, sorted into command, options and arguments as ipvsadm's library popt does:
 * {@code -w 5}, {@code -w5}, {@code -w=5}, {@code --weight 5} and {@code --weight=5} are equal, and
 * letters may be combined ({@code -At}).
 */
final class Words {
  private static final Set<String> OF_LISTS =
      Set.of(
          ("-L -l --list -S --save -R --restore -h --help -v --version -n --numeric -c --connection"
                  + " --timeout --daemon --stats --rate --exact -X --thresholds --persistent-conn"
                  + " --tun-info --sort --nosort")
              .split(" ", -1));

  private final Map<Option, String> options = new EnumMap<>(Option.class);
  private final List<String> arguments = new ArrayList<>();
  private final List<String> words;
  private int next;

  private Words(List<String> words) {
    this.words = words;
  }

  static Words of(List<String> words) throws IllegalLineException {
    Words sorted = new Words(words);
    while (sorted.next < words.size()) {
      sorted.take(words.get(sorted.next++));
    }
    return sorted;
  }

  /** The command, which is the first option. */
  Option command() throws IllegalLineException {
    List<Option> commands = options.keySet().stream().filter(Option::isCommand).toList();
    if (commands.isEmpty()) {
      throw new IllegalLineException(
          "No command (-A -E -D -a -e -d -C -Z --set --start-daemon --stop-daemon) is given.");
    }
    if (commands.size() > 1) {
      throw new IllegalLineException(
          "Two commands, " + commands.get(0) + " and " + commands.get(1) + ": give one a line.");
    }
    return commands.getFirst();
  }

  boolean has(Option option) {
    return options.containsKey(option);
  }

  /** The value of an option that takes one; empty where it is not given, or without a value. */
  Optional<String> value(Option option) {
    return Optional.ofNullable(options.get(option)).filter(value -> !value.isEmpty());
  }

  /** Returns which options are given, the command among them. */
  List<Option> given() {
    return List.copyOf(options.keySet());
  }

  /** Returns what is neither an option nor the value of one. */
  List<String> arguments() {
    return arguments;
  }

  private void take(String word) throws IllegalLineException {
    if (word.startsWith("--") && word.length() > 2) {
      takeLong(word.substring(2));
    } else if (word.startsWith("-") && word.length() > 1) {
      takeLetters(word);
    } else {
      arguments.add(word);
    }
  }

  private void takeLong(String word) throws IllegalLineException {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Option option = Option.of(name).orElseThrow(() -> unknown("--" + name));
    if (equals < 0) {
      put(option, following(option));
    } else if (option.takes() == Takes.NOTHING) {
      throw new IllegalLineException(option + " takes no value.");
    } else {
      put(option, word.substring(equals + 1));
    }
  }

  private void takeLetters(String word) throws IllegalLineException {
    for (int i = 1; i < word.length(); i++) {
      String letter = "-" + word.charAt(i);
      Option option = Option.of(word.charAt(i)).orElseThrow(() -> unknown(letter));
      String rest = word.substring(i + 1);
      if (option.takes() == Takes.NOTHING || rest.isEmpty()) {
        put(option, following(option));
      } else {
        put(option, rest.startsWith("=") ? rest.substring(1) : rest);
        return;
      }
    }
  }

  private String following(Option option) throws IllegalLineException {
    return switch (option.takes()) {
      case NOTHING -> "";
      case VALUE -> {
        // ipvsadm itself ends a line with -b where sh or mh have only the flag it has no word for
        if (next == words.size() && option == Option.SCHED_FLAGS) {
          yield "flag-3";
        }
        if (next == words.size()) {
          throw withoutValue(option);
        }
        yield words.get(next++);
      }
      case MAYBE_A_VALUE ->
          next == words.size() || words.get(next).startsWith("-") ? "" : words.get(next++);
    };
  }

  private void put(Option option, String value) throws IllegalLineException {
    if (option.takes() == Takes.VALUE && value.isEmpty()) {
      throw withoutValue(option);
    }
    if (options.put(option, value) != null) {
      throw new IllegalLineException(option + " is given twice.");
    }
  }

  private static IllegalLineException withoutValue(Option option) {
    return new IllegalLineException(option + " needs a value.");
  }

  private static IllegalLineException unknown(String option) {
    return new IllegalLineException(
        OF_LISTS.contains(option)
            ? option + " is about what ipvsadm prints; a saved table is about what there is."
            : "ipvsadm has no option " + quoted(option) + ".");
  }
}
