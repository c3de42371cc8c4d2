package dev.lvs.tool.convert;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.net.IpAddress;
import dev.lvs.notation.Notation;
import dev.lvs.tool.convert.manifest.Additions;
import dev.lvs.tool.convert.manifest.Concise;
import dev.lvs.tool.convert.manifest.ConversionOptions;
import dev.lvs.tool.convert.manifest.ManifestDraft;
import dev.lvs.tool.convert.manifest.Needs;
import dev.lvs.tool.convert.manifest.Pools;
import dev.lvs.tool.convert.manifest.ServiceDraft;
import dev.lvs.tool.convert.read.Notice;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * The manifests of a conversion before they are text.
 *
 * @param furtherVips addresses for the pool that no service has
 */
record Drafts(
    List<ManifestDraft> groups,
    List<ServiceDraft> services,
    SortedSet<IpAddress> furtherVips,
    ConversionOptions options,
    List<Notice> notices) {
  /** Stands between two documents of a file. */
  static final String SEPARATOR = "---\n";

  Drafts {
    groups = List.copyOf(groups);
    services = List.copyOf(services);
    notices = List.copyOf(notices);
  }

  /** Groups, pools, VirtualServices and RealServers. */
  Stream<ManifestDraft> documents() {
    return Stream.of(groups, pools(), virtualServices(), realServers()).flatMap(List::stream);
  }

  /** The files, with Nodes where these are asked for, and without what stands elsewhere. */
  Conversion conversion() {
    SequencedMap<String, String> files = new LinkedHashMap<>();
    put(files, "nodes", options.nodes().stream().map(Drafts::node).toList());
    List<ManifestDraft> cluster = new ArrayList<>(groups);
    cluster.addAll(pools());
    put(files, "cluster", cluster);
    put(files, "virtual-services", virtualServices());
    put(files, "real-servers", realServers());
    Notices told = new Notices();
    told.addAll(notices);
    groups.stream()
        .filter(this::isPresent)
        .forEach(
            group ->
                group
                    .additions()
                    .inForce()
                    .forEach(
                        addition ->
                            told.aside(
                                addition.origin(),
                                "left out: %s stands there already and stays as it is; see whether it is to have %s: %s."
                                    .formatted(
                                        group.name(),
                                        addition.field(),
                                        Notation.COMPACT_YAML.inline(
                                            addition.value(), Concise::of)))));
    return new Conversion(files, told.sorted());
  }

  private boolean isPresent(ManifestDraft document) {
    return options.present().contains(document.name().toString());
  }

  /** The same with other services and notices. */
  Drafts with(List<ServiceDraft> others, List<Notice> told) {
    return new Drafts(groups, others, furtherVips, options, told);
  }

  private List<ManifestDraft> pools() {
    return Pools.of(Needs.of(services, furtherVips), options);
  }

  private List<ManifestDraft> virtualServices() {
    return services.stream().map(ServiceDraft::service).toList();
  }

  private List<ManifestDraft> realServers() {
    return services.stream().flatMap(draft -> draft.realServers().stream()).toList();
  }

  private static ManifestDraft node(String name) {
    return new ManifestDraft(
        new ResourceName("Node", "", name),
        new Origin("", 0, ""),
        Map.of("lvs.dev/director", "true"),
        null,
        Additions.none());
  }

  private void put(SequencedMap<String, String> files, String name, List<ManifestDraft> all) {
    List<String> documents =
        all.stream().filter(document -> !isPresent(document)).map(ManifestDraft::text).toList();
    String stem = options.namePrefix().replaceAll("[^A-Za-z0-9.-]", "-") + name;
    List<String> parts = parts(documents, ManifestFile.MAX_LENGTH);
    for (int i = 0; i < parts.size(); i++) {
      files.put(stem + (i == 0 ? "" : "-" + (i + 1)) + ".yaml", parts.get(i));
    }
  }

  /**
   * Puts documents into as few files as take them in their order.
   *
   * @param longest characters of a file; a document that is longer stands alone
   */
  static List<String> parts(List<String> documents, int longest) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (String document : documents) {
      if (!part.isEmpty()) {
        if (part.length() + SEPARATOR.length() + document.length() <= longest) {
          part.append(SEPARATOR);
        } else {
          parts.add(part.toString());
          part.setLength(0);
        }
      }
      part.append(document);
    }
    if (!part.isEmpty()) {
      parts.add(part.toString());
    }
    return parts;
  }
}
