package dev.lvs.tool.convert;

import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.Notice;
import dev.lvs.tool.convert.read.Notice.Effect;
import dev.lvs.tool.convert.read.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Settings of a source that directors of this version do not support yet. They are told once for
 * each file.
 */
final class Untaken {
  private final Map<String, Set<String>> fields = new LinkedHashMap<>();

  /** Takes note of a field that a director refused. */
  void add(Addition addition, String field) {
    fields
        .computeIfAbsent(addition.origin().file(), _ -> new TreeSet<>())
        .add(field.replaceAll("\\[\\d+]", ""));
  }

  /** A notice for each file. */
  List<Notice> notices() {
    List<Notice> notices = new ArrayList<>();
    fields.forEach(
        (file, names) ->
            notices.add(
                new Notice(
                    new Origin(file, 0, ""),
                    Effect.SURROUNDINGS,
                    "directors of this version do not have %s yet: what the file says of it stands in the manifests as comments, and is not in force."
                        .formatted(String.join(", ", names)))));
    return notices;
  }
}
