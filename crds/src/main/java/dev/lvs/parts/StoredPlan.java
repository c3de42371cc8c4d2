package dev.lvs.parts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lvs.api.v1alpha1.DirectorSettings;
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
import java.util.SequencedMap;

/**
 * A plan as the API server has it: in one object, or in a primary one and parts.
 *
 * @param primary the spec of the NodePlan, which names the parts and has what is small
 * @param parts the specs of the NodePlanParts by name, in their order
 */
public record StoredPlan(NodePlanSpec primary, SequencedMap<String, NodePlanPartSpec> parts) {
  /** Bytes of JSON up to which a plan is one object, as people like to read it. */
  static final int INLINE = 16 << 10;

  /**
   * Bytes of JSON that a part has at most. A change writes the part that it is in and the primary
   * object, which names all parts: with 1,000 services the two are about as large. An API server
   * takes a hundred times as much.
   */
  static final int PART = 12 << 10;

  /** Bytes around entries at most: braces, the names of lists, and the name of the node. */
  private static final int AROUND = 1 << 10;

  private static final int LONGEST_NAME = 253;
  private static final int HASH_BYTES = 16;

  public StoredPlan {
    parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
  }

  /** Takes {@code whole} apart if it is large; the same plan always into the same parts. */
  public static StoredPlan split(NodePlanSpec whole) {
    List<Weighed<Record>> pieces = Pieces.of(whole, PART - AROUND);
    long bytes =
        Json.write(primary(whole, List.of())).length()
            + AROUND
            + pieces.stream().mapToLong(Weighed::bytes).sum();
    SequencedMap<String, NodePlanPartSpec> parts = new LinkedHashMap<>();
    if (bytes <= INLINE) {
      return new StoredPlan(whole, parts);
    }
    for (List<Record> run : Runs.of(pieces, PART - AROUND)) {
      NodePlanPartSpec part = part(whole.nodeName(), run);
      parts.put(name(part), part);
    }
    return new StoredPlan(primary(whole, List.copyOf(parts.keySet())), parts);
  }

  /**
   * Puts a plan together.
   *
   * @param parts what {@code primary} names, in its order
   */
  public static NodePlanSpec join(NodePlanSpec primary, List<NodePlanPartSpec> parts) {
    if (primary.parts().isEmpty()) {
      return primary;
    }
    Contents all = new Contents();
    all.add(primary.director(), primary.realServer());
    parts.forEach(part -> all.add(part.director(), part.realServer()));
    return new NodePlanSpec(
        primary.nodeName(),
        all.director(settings(primary), alsoAnnouncing(primary)),
        all.realServer());
  }

  private static NodePlanSpec primary(NodePlanSpec whole, List<String> parts) {
    return new NodePlanSpec(
        whole.nodeName(),
        new Contents().director(settings(whole), alsoAnnouncing(whole)),
        RealServerPlan.EMPTY,
        parts);
  }

  private static List<DirectorSettings> settings(NodePlanSpec plan) {
    return plan.director().settings();
  }

  private static List<String> alsoAnnouncing(NodePlanSpec plan) {
    return plan.director().alsoAnnouncing();
  }

  private static NodePlanPartSpec part(String node, List<Record> run) {
    Contents held = new Contents();
    run.forEach(held::add);
    return new NodePlanPartSpec(node, held.director(List.of(), List.of()), held.realServer());
  }

  /** The node and what the part says, so that a part of another content has another name. */
  private static String name(NodePlanPartSpec part) {
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
