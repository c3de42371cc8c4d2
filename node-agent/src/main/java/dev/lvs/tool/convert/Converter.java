package dev.lvs.tool.convert;

import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.manifest.ConversionOptions;
import dev.lvs.tool.convert.manifest.DirectorGroups;
import dev.lvs.tool.convert.manifest.ServiceDrafts;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.ServiceBlock;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes manifests of the configuration of a source. The same configuration gives the same bytes.
 */
public final class Converter {
  private Converter() {}

  /** The manifests that directors accept, and notices of whatever is not in them. */
  public static Conversion convert(Configuration configuration, ConversionOptions options) {
    return Acceptance.of(drafts(configuration, options)).conversion();
  }

  /** All that manifests have words for. */
  static Drafts drafts(Configuration configuration, ConversionOptions options) {
    Notices notices = new Notices();
    notices.addAll(configuration.notices());
    List<ServiceBlock> blocks =
        Merging.of(
            configuration.services().stream()
                .flatMap(block -> Sayable.part(block, notices).stream())
                .toList(),
            notices);
    DirectorGroups groups =
        new DirectorGroups(options.directorGroup(), configuration.held(), vips(blocks));
    ServiceDrafts drafts = new ServiceDrafts(options, groups);
    return new Drafts(
        groups.documents(configuration.additions()),
        blocks.stream().flatMap(block -> drafts.of(block).stream()).toList(),
        configuration.furtherVips(),
        options,
        notices.sorted());
  }

  private static List<IpAddress> vips(List<ServiceBlock> blocks) {
    SortedSet<IpAddress> vips = new TreeSet<>();
    for (ServiceBlock block : blocks) {
      for (VirtualServer server : block.servers()) {
        if (server.key() instanceof AddressKey key) {
          vips.add(key.address());
        }
      }
    }
    return List.copyOf(vips);
  }
}
