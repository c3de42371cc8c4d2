package dev.lvs.parts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlanPartSpec;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.manifest.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A plan as the API server has it: in one object, or in a primary one and parts.
 *
 * @param primary the spec of the NodePlan, which names the parts and has what is small
 * @param parts the specs of all NodePlanParts by name; one that names others stands behind them
 */
public record StoredPlan(NodePlanSpec primary, SequencedMap<String, NodePlanPartSpec> parts) {
  /** Bytes of JSON up to which a plan is one object, as people like to read it. */
  static final int INLINE = 16 << 10;

  /**
   * Bytes of JSON that a part has at most. A change writes the part that it is in, those that lead
   * there, and the primary object. An API server takes a hundred times as much.
   */
  static final int PART = 12 << 10;

  /** Bytes of JSON that the names of parts have at most in one object. */
  static final int NAMES = 3 << 10;

  /** Bytes around entries at most: braces, the names of lists, and the name of the node. */
  static final int AROUND = 1 << 10;

  private static final int LONGEST_NAME = 253;
  private static final int HASH_BYTES = 16;

  public StoredPlan {
    parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
  }

  /** Takes {@code whole} apart if it is large; the same plan always into the same parts. */
  public static StoredPlan split(NodePlanSpec whole) {
    return new PlanSplitter().split(whole);
  }

  /** All of the plan in one piece. */
  public NodePlanSpec join() {
    return join(primary, PartTree.of(primary, name -> Optional.ofNullable(parts.get(name))));
  }

  /**
   * Puts a plan together, or what there is of one that is not whole.
   *
   * @param parts what {@code primary} leads to
   */
  public static NodePlanSpec join(NodePlanSpec primary, PartTree parts) {
    if (primary.parts().isEmpty()) {
      return primary;
    }
    Contents all = new Contents();
    all.add(primary.director(), primary.realServer());
    parts.runs().forEach(part -> all.add(part.director(), part.realServer()));
    return new NodePlanSpec(primary.nodeName(), all.director(primary.director()), all.realServer());
  }

  /** The primary object of a plan whose entries are in parts. */
  static NodePlanSpec primary(NodePlanSpec whole, List<String> parts) {
    return new NodePlanSpec(
        whole.nodeName(), new Contents().director(whole.director()), RealServerPlan.EMPTY, parts);
  }

  /** A part with these entries. */
  static NodePlanPartSpec part(String node, List<Record> run) {
    Contents held = new Contents();
    run.forEach(held::add);
    return new NodePlanPartSpec(node, held.director(DirectorPlan.EMPTY), held.realServer());
  }

  /** The node and what the part says, so that a part of another content has another name. */
  static String name(NodePlanPartSpec part) {
    String hash = HexFormat.of().formatHex(sha256(Json.write(part)), 0, HASH_BYTES);
    int room = LONGEST_NAME - 1 - hash.length();
    String node = part.nodeName();
    // a name may not have a hyphen behind a dot
    return node.substring(0, Math.min(room, node.length())).replaceFirst("[-.]+$", "") + "-" + hash;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
