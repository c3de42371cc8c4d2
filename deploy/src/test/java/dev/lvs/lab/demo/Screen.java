package dev.lvs.lab.demo;

import java.io.PrintStream;

/** Prints the demo: headings, text, quotations, and facts in two columns. */
final class Screen {

  private static final int LABEL = 46;

  private final PrintStream out;
  private final boolean bold;

  /**
   * @param bold whether headings may be told apart by the terminal's own means
   */
  Screen(PrintStream out, boolean bold) {
    this.out = out;
    this.bold = bold;
  }

  void heading(String text) {
    out.println();
    out.println(bold ? "\u001b[1m" + text + "\u001b[0m" : text);
  }

  void say(String text) {
    out.println(text);
  }

  /** Something quoted: manifests, tables. */
  void quote(String text) {
    text.lines().forEach(line -> out.println("    " + line));
  }

  /** What was done, and what came of it. */
  void fact(String what, Object result) {
    String said = bold ? "\u001b[1m" + result + "\u001b[0m" : String.valueOf(result);
    out.printf("  %-" + LABEL + "s %s%n", what, said);
  }
}
