package dev.lvs.tool.convert.keepalived;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that is repeated: {@code ~SEQ(var, start, step, end) text} or {@code ~LST(var, a, b)
 * text}.
 *
 * @param turns values of the variables in each repetition
 */
record Sequence(List<Map<String, String>> turns, String text) {
  /** Most repetitions. */
  private static final int MOST_TURNS = 100_000;

  private static final Pattern SEQ =
      Pattern.compile(
          "~SEQ(x?)[ \\t]*\\([ \\t]*([^ \\t,)]+)[ \\t]*,([^)]*)\\)(.*)", Pattern.DOTALL);
  private static final Pattern LST =
      Pattern.compile("~LST[ \\t]*\\(([^)]*)\\)(.*)", Pattern.DOTALL);
  private static final Pattern ITEM = Pattern.compile("\\{([^}]*)}|([^,{}]+)");

  static boolean isOne(String line) {
    return line.startsWith("~SEQ") || line.startsWith("~LST");
  }

  /**
   * Reads a line.
   *
   * @param replace of the parameters among the numbers
   * @return empty where it is wrong, or repeats too often
   */
  static Optional<Sequence> read(String line, UnaryOperator<String> replace) {
    Matcher seq = SEQ.matcher(line);
    if (seq.matches()) {
      return numbers(replace.apply(seq.group(3)))
          .map(
              numbers ->
                  new Sequence(
                      turns(seq.group(2), numbers, !seq.group(1).isEmpty()), seq.group(4).strip()))
          .filter(sequence -> !sequence.turns().isEmpty());
    }
    Matcher lst = LST.matcher(line);
    return lst.matches() ? list(lst.group(1), lst.group(2).strip()) : Optional.empty();
  }

  private static Optional<List<Long>> numbers(String text) {
    List<Long> numbers = new ArrayList<>();
    try {
      for (String number : text.split(",", -1)) {
        numbers.add((long) Integer.decode(number.strip()));
      }
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
    return switch (numbers.size()) {
      case 1 -> {
        long end = numbers.getFirst();
        yield Optional.of(List.of(end < 0 ? -1L : 1L, end < 1 ? -1L : 1L, end));
      }
      case 2 -> {
        long start = numbers.getFirst();
        long end = numbers.getLast();
        yield Optional.of(List.of(start, start <= end ? 1L : -1L, end));
      }
      case 3 -> Optional.of(numbers);
      default -> Optional.empty();
    };
  }

  /** Empty where the step is 0 or leads away from the end. */
  private static List<Map<String, String>> turns(
      String variable, List<Long> numbers, boolean hexadecimal) {
    long start = numbers.get(0);
    long step = numbers.get(1);
    long end = numbers.get(2);
    boolean leads = step != 0 && (start == end || step > 0 == end > start);
    if (!leads || Math.abs(end - start) / Math.abs(step) >= MOST_TURNS) {
      return List.of();
    }
    int size = Math.toIntExact(Math.abs(end - start) / Math.abs(step) + 1);
    // made one by one: sequences within sequences would hold millions of them
    return new AbstractList<>() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Map<String, String> get(int turn) {
        long value = start + turn * step;
        return Map.of(variable, hexadecimal ? Long.toHexString(value) : Long.toString(value));
      }
    };
  }

  private static Optional<Sequence> list(String inside, String text) {
    List<List<String>> items = new ArrayList<>();
    Matcher matcher = ITEM.matcher(inside);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        List<String> together = new ArrayList<>();
        for (String one : matcher.group(1).split(",", -1)) {
          together.add(one.strip());
        }
        items.add(together);
      } else if (!matcher.group(2).isBlank()) {
        items.add(List.of(matcher.group(2).strip()));
      }
    }
    if (items.size() < 2) {
      return Optional.empty();
    }
    List<String> variables = items.removeFirst();
    List<Map<String, String>> turns = new ArrayList<>();
    for (List<String> values : items) {
      Map<String, String> turn = new TreeMap<>();
      for (int i = 0; i < variables.size(); i++) {
        turn.put(variables.get(i), i < values.size() ? values.get(i) : "");
      }
      turns.add(turn);
    }
    return Optional.of(new Sequence(turns, text));
  }
}
