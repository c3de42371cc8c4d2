package dev.lvs.tool.convert.keepalived;

import dev.lvs.tool.convert.read.Origin;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A keyword with its values, and the block in braces behind it.
 *
 * @param words at least one
 * @param block empty where there are no braces
 */
record Statement(List<String> words, String file, int line, Optional<List<Statement>> block) {
  Statement {
    words = List.copyOf(words);
    block = block.map(List::copyOf);
  }

  String keyword() {
    return words.getFirst();
  }

  /** The word at that place behind the keyword, from 1; none where there are fewer. */
  Optional<String> value(int index) {
    return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
  }

  /** Returns what is in the block, if there is one. */
  List<Statement> inside() {
    return block.orElse(List.of());
  }

  /** All the words, as the way to something is said. */
  String text() {
    return String.join(" ", words);
  }

  /** All of it on one line. */
  String whole() {
    return block
        .filter(lines -> !lines.isEmpty())
        .map(
            lines ->
                text()
                    + lines.stream()
                        .map(Statement::whole)
                        .collect(Collectors.joining("; ", " { ", " }")))
        .orElseGet(this::text);
  }

  /** As a part of what stands around it. */
  Origin in(Origin around) {
    return new Origin(file, line, around.subject()).within(line, text());
  }

  /** The same with nothing around it. */
  Origin origin() {
    return new Origin(file, line, text());
  }
}
