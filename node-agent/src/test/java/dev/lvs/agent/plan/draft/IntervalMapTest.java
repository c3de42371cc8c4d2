package dev.lvs.agent.plan.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class IntervalMapTest {
  private static final List<IpAddress> VIPS =
      List.of(IpAddress.parse("192.0.2.10"), IpAddress.parse("192.0.2.11"));
  private static final List<Protocol> PROTOCOLS = List.of(Protocol.TCP, Protocol.UDP);
  private static final int LAST = 0xffff;

  @Property(tries = 500)
  void isAMapFromPorts(@ForAll long seed) {
    Random random = new Random(seed);
    IntervalMap<Integer> map = new IntervalMap<>();
    Map<VipPorts, Integer> model = new TreeMap<>();

    for (int value = 0; value < 12; value++) {
      VipPorts wanted = ports(random);
      List<VipPorts> free =
          each(List.of(wanted)).stream().filter(p -> !model.containsKey(p)).toList();
      Map<VipPorts, Integer> taken = new TreeMap<>(model);
      taken.keySet().retainAll(each(List.of(wanted)));

      assertThat(each(map.free(wanted))).isEqualTo(free);
      assertThat(each(map.taken(wanted))).isEqualTo(taken);
      assertThat(each(map.put(wanted, value))).isEqualTo(free);

      for (VipPorts port : free) {
        model.put(port, value);
      }
      assertThat(each(map.entries())).isEqualTo(model);
    }
  }

  /** Ports at both ends, where they run out. */
  private static VipPorts ports(Random random) {
    int base = random.nextBoolean() ? 0 : LAST - 15;
    int first = random.nextInt(16);
    int last = first + random.nextInt(16 - first);
    return new VipPorts(
        VIPS.get(random.nextInt(2)), PROTOCOLS.get(random.nextInt(2)), base + first, base + last);
  }

  private static List<VipPorts> each(List<VipPorts> all) {
    List<VipPorts> single = new ArrayList<>();
    for (VipPorts ports : all) {
      for (int port = ports.first(); port <= ports.last(); port++) {
        single.add(new VipPorts(ports.vip(), ports.protocol(), port, port));
      }
    }
    return single;
  }

  private static <V> Map<VipPorts, V> each(Map<VipPorts, V> all) {
    Map<VipPorts, V> single = new TreeMap<>();
    all.forEach((ports, value) -> each(List.of(ports)).forEach(port -> single.put(port, value)));
    return single;
  }
}
