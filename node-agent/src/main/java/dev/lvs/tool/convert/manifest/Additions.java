package dev.lvs.tool.convert.manifest;

import dev.lvs.notation.Notation;
import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.ServiceBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fields of a manifest beyond the IPVS table, and, as comments below it, settings that directors do
 * not support yet or that have no field.
 */
public final class Additions {
  /**
   * Longest comment in characters: readers of YAML go through a comment at the cost of its square.
   */
  private static final int LONGEST = 4_096;

  private final List<Addition> inForce;
  private final List<Addition> kept;
  private final List<String> remarks;

  private Additions(List<Addition> inForce, List<String> remarks) {
    this.inForce = new ArrayList<>(inForce);
    this.kept = new ArrayList<>();
    this.remarks = List.copyOf(remarks);
  }

  public static Additions none() {
    return new Additions(List.of(), List.of());
  }

  static Additions of(List<Addition> fields) {
    return new Additions(fields, List.of());
  }

  static Additions of(ServiceBlock block) {
    List<Addition> fields = new ArrayList<>();
    fields.addAll(block.checks().common());
    fields.addAll(block.additions());
    return new Additions(fields, block.remarks());
  }

  public List<Addition> inForce() {
    return List.copyOf(inForce);
  }

  /** The addition that a field of a problem belongs to, taken out. */
  public Optional<Addition> remove(String field) {
    Optional<Addition> found =
        inForce.stream().filter(addition -> addition.isAt(field)).findFirst();
    found.ifPresent(inForce::remove);
    return found;
  }

  /** Lets one that was taken out stand as a comment. */
  public void keep(Addition addition) {
    kept.add(addition);
  }

  /** The comments below the manifest. */
  String comments() {
    StringBuilder text = new StringBuilder();
    if (!kept.isEmpty()) {
      text.append("  # not in force: this version does not have it yet\n");
    }
    for (Addition addition : kept) {
      String field = Notation.COMPACT_YAML.inline(addition.field());
      String value = Notation.COMPACT_YAML.inline(addition.value(), Concise::of);
      text.append(comment(field + ": " + value));
    }
    remarks.forEach(remark -> text.append(comment(Notation.comment(remark))));
    return text.toString();
  }

  private static String comment(String line) {
    String rest = " ... (%d characters more)".formatted(line.length() - LONGEST);
    return "  # " + (line.length() > LONGEST ? line.substring(0, LONGEST) + rest : line) + "\n";
  }
}
