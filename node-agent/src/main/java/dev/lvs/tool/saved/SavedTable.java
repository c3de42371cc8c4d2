package dev.lvs.tool.saved;

import java.util.ArrayList;
import java.util.List;

/**
 * Parsed saved table: steps and findings.
 *
 * @param steps the lines that were understood, in their order
 * @param findings about the lines that were not, or not literally, in their order
 */
public record SavedTable(List<SavedLine> steps, List<Finding> findings) {
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
    SavedLineReader reader = new SavedLineReader(names);
    List<SavedLine> steps = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    int line = 0;
    for (String content : text.split("\n", -1)) {
      line++;
      read(line, words(content), reader, steps, findings);
    }
    return new SavedTable(steps, findings);
  }

  /** Reads one line that a shell has taken apart. */
  public static SavedTable read(List<String> words, NameFiles names) {
    List<SavedLine> steps = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    read(1, words, new SavedLineReader(names), steps, findings);
    return new SavedTable(steps, findings);
  }

  private static void read(
      int line,
      List<String> words,
      SavedLineReader reader,
      List<SavedLine> steps,
      List<Finding> findings) {
    if (words.isEmpty()) {
      return;
    }
    try {
      steps.add(new SavedLine(line, reader.read(words)));
      for (String note : reader.notes()) {
        findings.add(Finding.note(line, note));
      }
    } catch (IllegalLineException e) {
      findings.add(Finding.mistake(line, e.sentence()));
    }
  }

  /** Returns whether every line can be carried out. */
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
