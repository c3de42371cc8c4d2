package dev.lvs.tool.saved;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.list.SavedText;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Saving and reading of every table that ipvsadm could have made. */
class RoundTripTest {
  @Property(tries = 300)
  void readsWhatIsSaved(@ForAll long seed) {
    Map<ServiceKey, VirtualServer> table = new Tables(new Random(seed)).table();

    SavedText text = SavedText.of(table.values());
    Rehearsal read =
        Rehearsal.of(SavedTable.read(String.join("\n", text.lines()), NameFiles.NONE), Map.of());

    assertThat(text.unsayable()).isEmpty();
    assertThat(read.findings()).isEmpty();
    assertThat(read.table()).isEqualTo(table);
  }

  /** Tables by chance. */
  private record Tables(Random random) {
    private static final List<String> SCHEDULERS =
        List.of("rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "fo", "mh");

    Map<ServiceKey, VirtualServer> table() {
      Map<ServiceKey, VirtualServer> table = new LinkedHashMap<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        VirtualServer server = server();
        table.put(server.key(), server);
      }
      return table;
    }

    private VirtualServer server() {
      boolean persistent = random.nextBoolean();
      ServiceKey key = key(persistent);
      Map<DestinationKey, DestinationSettings> destinations = new LinkedHashMap<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        ForwardingMethod method = method();
        boolean other = method instanceof Tunnel && random.nextBoolean();
        AddressFamily family = other ? any(AddressFamily.values()) : key.family();
        boolean fixed = key instanceof AddressKey && !(method instanceof Masquerade);
        int port = fixed ? ((AddressKey) key).port() : random.nextInt(1 << 16);
        long upper = random.nextBoolean() ? 0 : random.nextLong(1L << 31);
        long lower = random.nextBoolean() ? 0 : random.nextLong(upper + 1);
        destinations.put(
            new DestinationKey(address(family), port),
            new DestinationSettings(method, random.nextInt(Integer.MAX_VALUE), upper, lower));
      }
      return new VirtualServer(key, settings(key, persistent), destinations);
    }

    private ServiceKey key(boolean persistent) {
      if (random.nextInt(4) == 0) {
        return new MarkKey(any(AddressFamily.values()), random.nextLong(1, 1L << 32));
      }
      Protocol protocol = any(Protocol.TCP, Protocol.UDP, Protocol.SCTP);
      int port = persistent && random.nextBoolean() ? 0 : random.nextInt(1, 1 << 16);
      return new AddressKey(protocol, address(any(AddressFamily.values())), port);
    }

    private ServiceSettings settings(ServiceKey key, boolean persistent) {
      Set<ServiceFlag> flags = EnumSet.noneOf(ServiceFlag.class);
      for (ServiceFlag flag :
          List.of(ServiceFlag.SCHED_1, ServiceFlag.SCHED_2, ServiceFlag.SCHED_3)) {
        if (random.nextInt(4) == 0) {
          flags.add(flag);
        }
      }
      boolean datagrams =
          !(key instanceof AddressKey address) || address.protocol().equals(Protocol.UDP);
      if (datagrams && random.nextBoolean()) {
        flags.add(ServiceFlag.ONE_PACKET);
      }
      int netmask = key.family() == AddressFamily.IPV4 ? -1 : 128;
      if (persistent) {
        flags.add(ServiceFlag.PERSISTENT);
        netmask = key.family() == AddressFamily.IPV4 ? random.nextInt() : random.nextInt(1, 129);
      }
      return new ServiceSettings(
          any(SCHEDULERS.toArray(String[]::new)),
          flags,
          persistent ? random.nextInt(Integer.MAX_VALUE) : 0,
          netmask,
          random.nextInt(4) == 0 ? "sip" : "");
    }

    private ForwardingMethod method() {
      return switch (random.nextInt(5)) {
        case 0 -> new Masquerade();
        case 1 -> new DirectRouting();
        case 2 -> Tunnel.ipip();
        case 3 ->
            new Tunnel(TunnelType.GUE, random.nextInt(1, 1 << 16), any(TunnelChecksum.values()));
        default -> new Tunnel(TunnelType.GRE, 0, any(TunnelChecksum.NONE, TunnelChecksum.CSUM));
      };
    }

    private IpAddress address(AddressFamily family) {
      return switch (family) {
        case IPV4 -> IpAddress.ipv4(random.nextInt());
        case IPV6 ->
            random.nextInt(4) == 0
                ? IpAddress.ipv6(0, 0xffff_0000_0000L | random.nextInt(Integer.MAX_VALUE))
                : IpAddress.ipv6(random.nextLong(), random.nextLong());
      };
    }

    @SafeVarargs
    private <T> T any(T... some) {
      return some[random.nextInt(some.length)];
    }
  }
}
