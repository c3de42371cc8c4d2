package dev.lvs.tool.convert.manifest;

import java.util.List;
import java.util.Set;

/**
 * Options of a conversion: values for the manifests that the source does not have.
 *
 * @param namespace of VirtualServices and RealServers
 * @param namePrefix before every name of a VirtualService, RealServer and AddressPool; may be empty
 * @param directorGroup the group that serves it
 * @param nodes names of directors to write Node manifests for, which a directory needs and a
 *     cluster has
 * @param present Nodes and DirectorGroups that exist elsewhere already, as {@code Node edge-1}
 */
public record ConversionOptions(
    String namespace,
    String namePrefix,
    String directorGroup,
    List<String> nodes,
    Set<String> present) {
  public ConversionOptions {
    nodes = List.copyOf(nodes);
    present = Set.copyOf(present);
  }

  /** Where nothing stands already. */
  public ConversionOptions(
      String namespace, String namePrefix, String directorGroup, List<String> nodes) {
    this(namespace, namePrefix, directorGroup, nodes, Set.of());
  }

  /** Namespace and group {@code default}, no prefix, no nodes. */
  public static ConversionOptions plain() {
    return new ConversionOptions("default", "", "default", List.of());
  }
}
