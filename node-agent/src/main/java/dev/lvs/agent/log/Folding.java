package dev.lvs.agent.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Folds messages that say the same of many things into one line. */
public final class Folding {
  /** So many of one kind are said one by one. */
  static final int FEW = 5;

  /**
   * Words that differ from one thing to the next: names with a namespace, addresses, places,
   * numbers.
   */
  private static final Pattern NAME = Pattern.compile("\\S*[0-9/]\\S*");

  private Folding() {}

  /** The lines to write, in the order of the first of each kind. */
  public static List<String> fold(Collection<String> messages) {
    if (messages.size() <= FEW) {
      return List.copyOf(messages);
    }
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    for (String message : messages) {
      kinds.computeIfAbsent(kind(message), _ -> new ArrayList<>()).add(message);
    }
    List<String> lines = new ArrayList<>();
    for (List<String> alike : kinds.values()) {
      if (alike.size() <= FEW) {
        lines.addAll(alike);
      } else {
        lines.add(alike.getFirst() + " (And " + (alike.size() - 1) + " more of this kind.)");
      }
    }
    return lines;
  }

  private static String kind(String message) {
    return NAME.matcher(message).replaceAll("*");
  }
}
