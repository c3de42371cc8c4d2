package dev.lvs.agent.netlink.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsCommands;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.Captured;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.Message;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Bytes of real kernels, both ways. */
class IpvsBytesTest {
  private static final IpvsRequests IPVS =
      new IpvsRequests(new GenericFamily.Present("IPVS", 0x1c));
  private static final ServiceKey V4 = tcp("10.0.0.1", 80);
  private static final ServiceKey V6 = tcp("2001:db8::1", 443);
  private static final ServiceSettings RR = new ServiceSettings("rr", Set.of(), 0, ~0, "");
  private static final DestinationSettings MASQ = settings(new Masquerade());

  @Test
  void resolvesTheFamily() {
    Captured captured = Captured.read("ipvs/resolve-family");

    assertThat(GenericFamily.resolve(captured.replayed(), "IPVS"))
        .isEqualTo(new GenericFamily.Present("IPVS", 0x1c));
  }

  @Test
  void addsAService() {
    assertAccepted("ipvs/new-service", new IpvsCommands(IPVS.family()).of(new AddService(V4, RR)));
  }

  @Test
  void addsAPersistentServiceOfIpv6() {
    ServiceSettings persistent =
        new ServiceSettings("rr", Set.of(ServiceFlag.PERSISTENT), 300, 64, "");

    assertAccepted(
        "ipvs/new-service-ipv6",
        new IpvsCommands(IPVS.family()).of(new AddService(V6, persistent)));
  }

  @Test
  void addsAServiceOfAMark() {
    assertAccepted(
        "ipvs/new-service-mark",
        new IpvsCommands(IPVS.family()).of(new AddService(new MarkKey(AddressFamily.IPV4, 7), RR)));
  }

  @Test
  void addsADestination() {
    assertAccepted(
        "ipvs/new-destination",
        new IpvsCommands(IPVS.family())
            .of(new AddDestination(V4, destination("10.0.0.2", 80), MASQ)));
  }

  @Test
  void addsADestinationOfTheOtherFamilyThroughATunnel() {
    assertAccepted(
        "ipvs/new-destination-mixed-families",
        new IpvsCommands(IPVS.family())
            .of(new AddDestination(V6, destination("10.0.0.9", 443), settings(Tunnel.ipip()))));
  }

  @Test
  void reportsADestinationThatExists() {
    Captured captured = Captured.read("ipvs/new-destination-again");
    Message request =
        new IpvsCommands(IPVS.family())
            .of(new AddDestination(V4, destination("10.0.0.2", 80), MASQ));

    assertThat(captured.encoded(request)).isEqualTo(captured.request());
    assertThat(captured.replayed().execute(request))
        .isEqualTo(new Refused(Errno.EEXIST, Optional.empty()));
  }

  @Test
  void readsTheServices() {
    Captured captured = Captured.read("ipvs/get-services");
    List<ServiceKey> keys = new ArrayList<>();
    List<ServiceSettings> settings = new ArrayList<>();
    ServiceEntry entry = new ServiceEntry();

    Answer answer =
        captured
            .replayed()
            .dump(
                IPVS.getServices(),
                (_, payload) -> {
                  assertThat(entry.read(payload)).isTrue();
                  keys.add(entry.key());
                  settings.add(entry.settings());
                });

    assertThat(captured.encoded(IPVS.getServices())).isEqualTo(captured.request());
    assertThat(answer).isEqualTo(Answer.ACCEPTED);
    assertThat(keys).containsExactly(V4);
    assertThat(settings).containsExactly(RR);
    assertThat(entry.statistics()).isEqualTo(Statistics.ZERO);
  }

  @Test
  void readsTheDestinations() {
    Captured captured = Captured.read("ipvs/get-destinations");
    List<DestinationKey> keys = new ArrayList<>();
    List<DestinationSettings> settings = new ArrayList<>();
    DestinationEntry entry = new DestinationEntry(true);

    Answer answer =
        captured
            .replayed()
            .dump(
                IPVS.getDestinations(V4),
                (_, payload) -> {
                  assertThat(entry.read(payload, AddressFamily.IPV4)).isTrue();
                  keys.add(entry.key());
                  settings.add(entry.settings());
                });

    assertThat(captured.encoded(IPVS.getDestinations(V4))).isEqualTo(captured.request());
    assertThat(answer).isEqualTo(Answer.ACCEPTED);
    assertThat(keys).containsExactly(destination("10.0.0.2", 80));
    assertThat(settings).containsExactly(MASQ);
    assertThat(entry.activeConnections()).isZero();
  }

  @Test
  void readsAKernelThatDoesNotPad() {
    Captured captured = Captured.read("ipvs/dump-unpadded");
    ServiceEntry service = new ServiceEntry();
    DestinationEntry destination = new DestinationEntry(true);

    Exchange services = captured.replayed(0, 2);
    Exchange destinations = captured.replayed(2, 4);
    services.dump(IPVS.getServices(), (_, payload) -> service.read(payload));
    destinations.dump(
        IPVS.getDestinations(V4), (_, payload) -> destination.read(payload, AddressFamily.IPV4));

    assertThat(captured.reply(0)).hasSize(320);
    assertThat(captured.reply(2)).hasSize(356);
    assertThat(service.key()).isEqualTo(tcp("10.200.0.0", 80));
    assertThat(service.settings()).isEqualTo(RR);
    assertThat(destination.key()).isEqualTo(destination("10.100.0.0", 8080));
    assertThat(destination.settings()).isEqualTo(MASQ);
  }

  @Test
  void readsTheVersion() {
    Captured captured = Captured.read("ipvs/get-info");
    AtomicReference<IpvsVersion> version = new AtomicReference<>();

    captured
        .replayed()
        .query(IPVS.getInfo(), (_, payload) -> version.set(IpvsVersion.read(payload)));

    assertThat(captured.encoded(IPVS.getInfo())).isEqualTo(captured.request());
    assertThat(version.get()).isEqualTo(new IpvsVersion("1.2.1", 4096));
  }

  @Test
  void readsTheTimeouts() {
    Captured captured = Captured.read("ipvs/get-config");
    AtomicReference<Timeouts> timeouts = new AtomicReference<>();

    captured
        .replayed()
        .query(IPVS.getConfig(), (_, payload) -> timeouts.set(Timeouts.read(payload)));

    assertThat(captured.encoded(IPVS.getConfig())).isEqualTo(captured.request());
    assertThat(timeouts.get()).isEqualTo(new Timeouts(900, 120, 300));
  }

  private static void assertAccepted(String name, Message request) {
    Captured captured = Captured.read(name);
    assertThat(captured.encoded(request)).isEqualTo(captured.request());
    assertThat(captured.replayed().execute(request)).isEqualTo(Answer.ACCEPTED);
  }

  private static ServiceKey tcp(String address, int port) {
    return new AddressKey(Protocol.TCP, IpAddress.parse(address), port);
  }

  private static DestinationKey destination(String address, int port) {
    return new DestinationKey(IpAddress.parse(address), port);
  }

  private static DestinationSettings settings(ForwardingMethod method) {
    return new DestinationSettings(method, 1, 0, 0);
  }
}
