package dev.lvs.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.LingeringVip;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.NodeReportPartReference;
import dev.lvs.api.v1alpha1.NodeReportPartSpec;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.manifest.Json;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

class StoredReportTest {
  private static final ObjectMapper WIRE = new ObjectMapper();

  /** Bytes of JSON of the hidden VIPs that a report names. */
  private static final int LINGERING = PlanReport.MOST_LINGERING * 160;

  @Property(tries = 40)
  void whatIsTakenApartIsPutTogetherAsItWas(
      @ForAll @IntRange(max = 2_000) int entries,
      @ForAll @IntRange(max = 40) int lingering,
      @ForAll long seed)
      throws Exception {
    PlanReport whole = report(entries, new Random(seed)).withLingering(lingering(lingering));

    StoredReport stored = StoredReport.split("edge-1", whole);

    Statistics.label("in parts").collect(!stored.parts().isEmpty());
    assertThat(stored.parts().size()).isLessThanOrEqualTo(StoredReport.MOST_PARTS);
    Map<String, NodeReportPartSpec> written = new HashMap<>();
    List<NodeReportPartReference> names = new ArrayList<>();
    for (Map.Entry<String, NodeReportPartSpec> part : stored.parts().entrySet()) {
      byte[] bytes = WIRE.writeValueAsBytes(part.getValue());
      assertThat(bytes).hasSizeLessThanOrEqualTo(StoredReport.PART);
      String name = StoredReport.name("edge-1", names.size());
      names.add(new NodeReportPartReference(name, part.getKey()));
      written.put(name, WIRE.readValue(bytes, NodeReportPartSpec.class));
    }
    byte[] bytes = WIRE.writeValueAsBytes(stored.naming(names));
    assertThat(bytes).hasSizeLessThanOrEqualTo(StoredReport.INLINE + LINGERING + 1024);
    PlanReport primary = WIRE.readValue(bytes, PlanReport.class);
    int more = lingering - PlanReport.MOST_LINGERING;
    assertThat(primary.lingering()).isEqualTo(lingering(lingering - Math.max(0, more)));
    assertThat(primary.unnamedLingering()).isEqualTo(more > 0 ? more : null);
    assertThat(primary.lingers()).isEqualTo(lingering > 0);
    assertThat(StoredReport.withoutParts(whole))
        .returns(whole.lingering(), PlanReport::lingering)
        .returns(whole.unnamedLingering(), PlanReport::unnamedLingering);
    assertThat(StoredReport.join(primary, name -> Optional.ofNullable(written.get(name))))
        .contains(whole);
  }

  @Property(tries = 40)
  void anEntryIsTheSameOnEveryWay(@ForAll long seed) throws Exception {
    ResourceReport entry = entry(1, new Random(seed));

    assertThat(Json.read(Json.write(entry), ResourceReport.class)).isEqualTo(entry);
    assertThat(WIRE.readValue(WIRE.writeValueAsBytes(entry), ResourceReport.class))
        .isEqualTo(entry);
  }

  @Test
  void anotherPartByTheSameNameIsNotTaken() {
    StoredReport stored = StoredReport.split("edge-1", report(500, new Random(1)));
    List<NodeReportPartReference> names = names(stored);
    List<NodeReportPartSpec> parts = List.copyOf(stored.parts().values());

    assertThat(
            StoredReport.join(
                stored.naming(names), name -> Optional.of(parts.get(at(names, name) / 2))))
        .as("a part that says something else")
        .isEmpty();
    assertThat(StoredReport.join(stored.naming(names), _ -> Optional.empty()))
        .as("no part")
        .isEmpty();
  }

  @Test
  void anEntryMoreWritesFewPartsAndLeavesTheOthers() {
    List<ResourceReport> entries = report(5_000, new Random(2)).entries();
    List<ResourceReport> without = new ArrayList<>(entries);
    without.remove(2_500);

    Set<String> before = Set.copyOf(digests(without));
    Set<String> added = new HashSet<>(digests(entries));
    added.removeAll(before);

    assertThat(before).hasSizeGreaterThan(20);
    assertThat(added.size()).isLessThanOrEqualTo(2);
  }

  @Test
  void howeverTheCutsFallThereAreNamesEnough() {
    Random random = new Random(3);
    List<ResourceReport> entries = new ArrayList<>();
    for (int bytes = 0; bytes < StoredReport.room("edge-1"); ) {
      ResourceReport entry = entry(entries.size(), random);
      bytes += StoredReport.bytes(entry);
      entries.add(entry);
    }
    entries.removeLast();

    StoredReport stored = StoredReport.split("edge-1", PlanReport.of(entries));

    assertThat(stored.parts().size()).isBetween(50, StoredReport.MOST_PARTS);
    assertThat(stored.parts().values().stream().mapToInt(part -> part.entries().size()).sum())
        .isEqualTo(entries.size());
  }

  @Test
  void aNodeOfALongNameHasNoPartsAndLessRoom() {
    assertThat(StoredReport.room("n".repeat(243))).isGreaterThan(StoredReport.INLINE);
    assertThat(StoredReport.room("n".repeat(244))).isEqualTo(StoredReport.INLINE);
  }

  private static int at(List<NodeReportPartReference> names, String name) {
    return IntStream.range(0, names.size())
        .filter(i -> names.get(i).name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> digests(List<ResourceReport> entries) {
    return List.copyOf(StoredReport.split("edge-1", PlanReport.of(entries)).parts().keySet());
  }

  private static List<NodeReportPartReference> names(StoredReport stored) {
    List<NodeReportPartReference> names = new ArrayList<>();
    for (String digest : stored.parts().keySet()) {
      names.add(new NodeReportPartReference(StoredReport.name("edge-1", names.size()), digest));
    }
    return names;
  }

  private static PlanReport report(int size, Random random) {
    return PlanReport.of(
        IntStream.range(0, size).mapToObj(i -> entry(i, random)).sorted().toList());
  }

  private static ResourceReport entry(int number, Random random) {
    boolean said = random.nextInt(10) > 0;
    return new ResourceReport(
        new ResourceName("VirtualService", "shop", "s" + number),
        said ? random.nextLong(1, 1000) : null,
        said ? "2026-01-01T00:00:00Z" : null,
        List.of(ResourceState.values()).get(random.nextInt(ResourceState.values().length)),
        "KernelRefused",
        numbers(random.nextInt(6), random),
        said ? new FailedChange("ipvsadm -A -t 192.0.2.1:80 -s wrr", "ENOENT") : null,
        said ? "x\"\\\u00fc".repeat(random.nextInt(100)) + "." : null);
  }

  /** The longest that there are. */
  private static List<LingeringVip> lingering(int vips) {
    return IntStream.range(0, vips)
        .mapToObj(
            i ->
                new LingeringVip(
                    IpAddress.parse("2001:db8:1111:2222:3333:4444:5555:" + (1000 + i)),
                    "lvsi-0123456789",
                    1 << 30,
                    "2026-01-01T12:15:00Z"))
        .toList();
  }

  private static ResourceNumbers numbers(int which, Random random) {
    int some = random.nextInt(1, 100);
    return switch (which) {
      case 0 -> ResourceNumbers.affected(some);
      case 1 -> ResourceNumbers.affected(some, 100);
      case 2 -> ResourceNumbers.foreignWeight(some, 1L << 40);
      case 3 -> ResourceNumbers.repairs(some);
      default -> ResourceNumbers.ports(new LocalPorts(64_512, some, some));
    };
  }
}
