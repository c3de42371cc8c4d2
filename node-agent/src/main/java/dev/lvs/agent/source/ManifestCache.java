package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.manifest.Document;
import dev.lvs.manifest.FileReading;
import dev.lvs.manifest.Manifests;
import dev.lvs.manifest.Packed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Cache of the manifests read last and of their last good versions. While no manifest changes it is
 * not needed, and if it is large it is kept compressed for that time.
 */
final class ManifestCache {
  /** Resources below which it is not worth what the next change then takes longer. */
  static final int MANY = 2000;

  private Map<String, FileReading> readings = Map.of();
  private LastGood lastGood;

  /** All of it, while it is packed. */
  private Optional<Packed<Contents>> packed = Optional.empty();

  ManifestCache(LastGood lastGood) {
    this.lastGood = lastGood;
  }

  /**
   * Content of the cache while it is compressed.
   *
   * @param others last good versions of resources that no file has now
   */
  private record Contents(
      List<FileReading> readings, List<Document> others, List<NodePlanSpec> plans) {}

  /** Returns what each file said, by its name. */
  Map<String, FileReading> readings() {
    unpack();
    return readings;
  }

  LastGood lastGood() {
    unpack();
    return lastGood;
  }

  /** Takes the place of what was known. */
  void keep(Map<String, FileReading> otherReadings, LastGood other) {
    readings = otherReadings;
    lastGood = other;
    packed = Optional.empty();
  }

  /** Packs it, until it is asked for. */
  void rest() {
    if (packed.isPresent() || lastGood.manifests().documents().size() < MANY) {
      return;
    }
    SortedMap<ResourceName, Document> others = new TreeMap<>(lastGood.manifests().documents());
    others.keySet().removeAll(Manifests.of(readings.values()).documents().keySet());
    Contents contents =
        new Contents(
            List.copyOf(readings.values()), List.copyOf(others.values()), lastGood.plans());
    keep(Map.of(), LastGood.none());
    packed = Optional.of(Packed.of(Contents.class, contents));
  }

  private void unpack() {
    packed
        .map(Packed::unpack)
        .ifPresent(
            contents -> {
              Manifests read = Manifests.of(contents.readings());
              SortedMap<ResourceName, Document> documents = new TreeMap<>(read.documents());
              contents
                  .others()
                  .forEach(other -> documents.put(ResourceName.of(other.resource()), other));
              keep(
                  contents.readings().stream()
                      .collect(Collectors.toMap(FileReading::file, reading -> reading)),
                  new LastGood(new Manifests(documents, List.of()), contents.plans()));
            });
  }
}
