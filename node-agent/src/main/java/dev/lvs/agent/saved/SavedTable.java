package dev.lvs.agent.saved;

import java.util.ArrayList;
import java.util.List;

/**
 * What a saved table says.
 *
 * @param steps the lines that were understood, in their order
 * @param findings about the lines that were not, or not to the letter, in their order
 */
public record SavedTable(List<Step> steps, List<Finding> findings) {
  public SavedTable {
    steps = List.copyOf(steps);
    findings = List.copyOf(findings);
  }

  /**
   * Reads the text of a file: one command a line, with or without {@code ipvsadm} before it; empty
   * lines and what follows a word that begins with {@code #} say nothing.
   *
   * @param names what names of hosts and services mean
   */
  public static SavedTable read(String text, NameFiles names) {
    LineReader reader = new LineReader(names);
    List<Step> steps = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    int line = 0;
    for (String content : text.split("\n", -1)) {
      line++;
      List<String> words = words(content);
      if (words.isEmpty()) {
        continue;
      }
      try {
        steps.add(new Step(line, reader.read(words)));
        for (String note : reader.notes()) {
          findings.add(Finding.note(line, note));
        }
      } catch (IllegalLineException e) {
        findings.add(Finding.mistake(line, e.sentence()));
      }
    }
    return new SavedTable(steps, findings);
  }

  /** Whether every line can be carried out. */
  public boolean isRight() {
    return findings.stream().noneMatch(Finding::isMistake);
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.split("[ \t\r\f]+", -1)) {
      if (word.startsWith("#")) {
        break;
      }
      boolean program = words.isEmpty() && (word.equals("ipvsadm") || word.endsWith("/ipvsadm"));
      if (!word.isEmpty() && !program) {
        words.add(word);
      }
    }
    return words;
  }
}
