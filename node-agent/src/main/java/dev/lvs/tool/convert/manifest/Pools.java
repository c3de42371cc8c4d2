package dev.lvs.tool.convert.manifest;

import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.AddressUse;
import dev.lvs.api.v1alpha1.PoolLimits;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Origin;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** AddressPools that grant a namespace what a conversion needs, and no more. */
public final class Pools {
  /** As the schema of AddressPool has it. */
  private static final int MOST_ADDRESSES = 256;

  private static final int MOST_MARKS = 64;

  private Pools() {}

  /** The manifests; none where nothing is to be granted. */
  public static List<ManifestDraft> of(Needs needs, ConversionOptions options) {
    List<String> addresses = runs(List.copyOf(needs.vips()), Pools::follows);
    List<String> marks = runs(List.copyOf(needs.marks()), (before, next) -> next == before + 1);
    List<ManifestDraft> pools = new ArrayList<>();
    Names names = new Names(options.namePrefix());
    for (int i = 0; i * MOST_ADDRESSES < addresses.size() || i * MOST_MARKS < marks.size(); i++) {
      AddressPoolSpec spec =
          new AddressPoolSpec(
              part(addresses, i, MOST_ADDRESSES),
              AddressUse.VIP,
              new LabelSelector(
                  List.of(), Map.of("kubernetes.io/metadata.name", options.namespace())),
              true,
              part(marks, i, MOST_MARKS),
              null,
              needs.destinations() > PoolLimits.DEFAULT.destinations()
                  ? new PoolLimits(needs.destinations(), PoolLimits.DEFAULT.firewallMarks())
                  : null,
              false);
      pools.add(
          new ManifestDraft(
              new ResourceName("AddressPool", "", names.name("vips")),
              new Origin("", 0, ""),
              Map.of(),
              spec,
              Additions.none()));
    }
    return pools;
  }

  private static List<String> part(List<String> all, int index, int size) {
    return all.subList(
        Math.min(index * size, all.size()), Math.min((index + 1) * size, all.size()));
  }

  /** Neighbours as one range. */
  private static <T> List<String> runs(List<T> sorted, BiPredicate<T, T> follows) {
    List<String> entries = new ArrayList<>();
    List<T> run = new ArrayList<>();
    for (T one : sorted) {
      if (!run.isEmpty() && !follows.test(run.getLast(), one)) {
        entries.add(entry(run));
        run.clear();
      }
      run.add(one);
    }
    if (!run.isEmpty()) {
      entries.add(entry(run));
    }
    return entries;
  }

  private static boolean follows(IpAddress before, IpAddress after) {
    return before.family() == after.family()
        && before.high() == after.high()
        && before.low() + 1 == after.low();
  }

  private static String entry(List<?> run) {
    return run.size() == 1 ? run.getFirst().toString() : run.getFirst() + "-" + run.getLast();
  }
}
