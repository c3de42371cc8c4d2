package dev.lvs.tool.convert.manifest;

import dev.lvs.api.v1alpha1.Announcement;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.Origin;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * The DirectorGroups of a conversion: one for each interface on which VIPs are held, and one for
 * VIPs that another program holds. All have the same nodes.
 */
public final class DirectorGroups {
  private static final LabelSelector SELECTOR =
      new LabelSelector(List.of(), Map.of("lvs.dev/director", "true"));

  private static final String NOBODY =
      "The agent puts its VIPs on no interface (announcement none): what did so before has to go"
          + " on, or choose another announcement and a vipInterface.";

  private final Map<IpAddress, String> held;
  private final SequencedMap<Optional<String>, String> names = new LinkedHashMap<>();

  /**
   * Names the groups that some VIPs need.
   *
   * @param held VIPs with their interface
   */
  public DirectorGroups(String name, Map<IpAddress, String> held, List<IpAddress> vips) {
    this.held = held;
    for (String device : new TreeSet<>(held.values())) {
      if (vips.stream().anyMatch(vip -> device.equals(held.get(vip)))) {
        names.put(Optional.of(device), names.isEmpty() ? name : name + "-" + Names.plain(device));
      }
    }
    if (names.isEmpty() || vips.stream().anyMatch(vip -> !held.containsKey(vip))) {
      names.put(Optional.empty(), names.isEmpty() ? name : name + "-elsewhere");
    }
  }

  private static Origin comment(Optional<String> device) {
    return new Origin("", 0, device.isPresent() ? "" : NOBODY);
  }

  /** The group of a service with these VIPs, which are held in the same way. */
  String of(List<IpAddress> vips) {
    Optional<String> device =
        vips.isEmpty() ? Optional.empty() : Optional.ofNullable(held.get(vips.getFirst()));
    String name = names.get(device);
    return name == null ? names.firstEntry().getValue() : name;
  }

  /** The manifests, each with the additions. */
  public List<ManifestDraft> documents(List<Addition> additions) {
    List<ManifestDraft> documents = new ArrayList<>();
    names.forEach(
        (device, name) -> {
          DirectorGroupSpec spec =
              new DirectorGroupSpec(
                  SELECTOR,
                  device.orElse(null),
                  List.of(),
                  device.isPresent() ? null : new Announcement(AnnouncementMode.NONE),
                  null,
                  null,
                  Map.of(),
                  null);
          documents.add(
              new ManifestDraft(
                  new ResourceName("DirectorGroup", "", name),
                  comment(device),
                  Map.of(),
                  spec,
                  Additions.of(additions)));
        });
    return documents;
  }
}
