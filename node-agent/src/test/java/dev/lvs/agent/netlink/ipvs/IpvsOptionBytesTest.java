package dev.lvs.agent.netlink.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.kernel.ipvs.IpvsCommands;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.SyncDaemon.State;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.model.ipvs.Statistics.Traffic;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Captured;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.Message;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Bytes of a real kernel for every option there is, both ways. */
class IpvsOptionBytesTest {
  private static final ServiceKey WEB =
      new AddressKey(Protocol.TCP, IpAddress.parse("192.0.2.1"), 80);
  private static final ServiceKey DNS =
      new AddressKey(Protocol.UDP, IpAddress.parse("192.0.2.1"), 53);
  private static final ServiceKey SIP =
      new AddressKey(Protocol.UDP, IpAddress.parse("192.0.2.1"), 5060);
  private static final ServiceKey MARK = new MarkKey(AddressFamily.IPV6, 7);

  private static final DestinationKey GUE = destination("198.51.100.1", 80);
  private static final DestinationKey GRE = destination("198.51.100.2", 80);
  private static final DestinationKey DR = destination("198.51.100.3", 80);
  private static final DestinationKey OWN = destination("192.0.2.10", 80);

  private static final DestinationSettings BY_GUE =
      new DestinationSettings(
          new Tunnel(TunnelType.GUE, 6080, TunnelChecksum.REMCSUM), 3, 200, 100);
  private static final DestinationSettings BY_GRE =
      settings(new Tunnel(TunnelType.GRE, 0, TunnelChecksum.CSUM), 1);

  private static final SyncDaemon MASTER =
      new SyncDaemon(State.MASTER, "eth0", 5, group("224.0.0.82"), 8849, 4, 1400);

  private final ServiceEntry service = new ServiceEntry();
  private final DestinationEntry destination = new DestinationEntry(true);
  private final IpvsRequests ipvs = new IpvsRequests(new GenericFamily.Present("IPVS", 0x16));

  @Test
  void keepsEverySettingOfAService() {
    ServiceSettings everything =
        new ServiceSettings(
            "mh",
            Set.of(ServiceFlag.PERSISTENT, ServiceFlag.SCHED_1, ServiceFlag.SCHED_2),
            600,
            0xffffff00,
            "sip");

    assertAnswer(
        "new-service-full",
        new IpvsCommands(ipvs.family()).of(new AddService(SIP, everything)),
        Answer.ACCEPTED);
    assertThat(services("get-services-full")).containsExactly(Map.entry(SIP, everything));
  }

  @Test
  void keepsAServiceOfAMark() {
    assertThat(services("get-services-mark"))
        .containsExactly(
            Map.entry(MARK, new ServiceSettings("rr", Set.of(ServiceFlag.ONE_PACKET), 0, 128, "")));
    assertThat(destinations("get-destinations-ipv6", MARK))
        .containsExactly(Map.entry(destination("2001:db8::20", 0), settings(Tunnel.ipip(), 1)));
  }

  @Test
  void keepsEveryForwardingMethod() {
    assertAnswer(
        "new-destination-gue",
        new IpvsCommands(ipvs.family()).of(new AddDestination(WEB, GUE, BY_GUE)),
        Answer.ACCEPTED);
    assertAnswer(
        "new-destination-gre",
        new IpvsCommands(ipvs.family()).of(new AddDestination(WEB, GRE, BY_GRE)),
        Answer.ACCEPTED);
    assertAnswer(
        "new-destination-dr",
        new IpvsCommands(ipvs.family())
            .of(new AddDestination(WEB, DR, settings(new DirectRouting(), 0))),
        Answer.ACCEPTED);

    assertThat(destinations("get-destinations-methods", WEB))
        .containsExactly(
            Map.entry(OWN, settings(new Masquerade(), 1)),
            Map.entry(DR, settings(new DirectRouting(), 0)),
            Map.entry(GRE, BY_GRE),
            Map.entry(GUE, BY_GUE));
  }

  @Test
  void editsAndDeletes() {
    ServiceSettings rr = new ServiceSettings("rr", Set.of(), 0, ~0, "");

    assertAnswer(
        "set-destination",
        new IpvsCommands(ipvs.family())
            .of(new EditDestination(WEB, DR, settings(new DirectRouting(), 7))),
        Answer.ACCEPTED);
    assertAnswer(
        "delete-destination",
        new IpvsCommands(ipvs.family()).of(new DeleteDestination(WEB, DR)),
        Answer.ACCEPTED);
    assertAnswer(
        "delete-destination-missing",
        new IpvsCommands(ipvs.family()).of(new DeleteDestination(WEB, DR)),
        new Refused(Errno.ENOENT, Optional.empty()));
    assertAnswer(
        "set-service",
        new IpvsCommands(ipvs.family()).of(new EditService(WEB, rr)),
        Answer.ACCEPTED);
    assertAnswer(
        "delete-service",
        new IpvsCommands(ipvs.family()).of(new DeleteService(WEB)),
        Answer.ACCEPTED);
    assertAnswer(
        "delete-service-missing",
        new IpvsCommands(ipvs.family()).of(new DeleteService(WEB)),
        new Refused(Errno.ESRCH, Optional.empty()));
  }

  @Test
  void asksForOneService() {
    Captured captured = captured("get-service");

    Answer answer =
        captured.replayed().query(ipvs.getService(WEB), (_, reply) -> service.read(reply));

    assertThat(captured.encoded(ipvs.getService(WEB))).isEqualTo(captured.request());
    assertThat(answer).isEqualTo(Answer.ACCEPTED);
    assertThat(service.key()).isEqualTo(WEB);
  }

  @Test
  void readsStatistics() {
    Statistics seen = new Statistics(new Traffic(1, 3, 3, 384, 468), new Traffic(0, 0, 0, 48, 58));

    services("get-services-traffic");
    destinations("get-destinations-traffic", DNS);

    assertThat(service.statistics()).isEqualTo(seen);
    assertThat(destination.statistics()).isEqualTo(seen);
    assertThat(destination.activeConnections()).isZero();
    assertThat(destination.inactiveConnections()).isEqualTo(1);
    assertThat(destination.persistentConnections()).isZero();
  }

  @Test
  void setsCountersToZero() {
    assertAnswer("zero", ipvs.zero(DNS), Answer.ACCEPTED);
    assertAnswer("zero-all", ipvs.zeroAll(), Answer.ACCEPTED);
  }

  @Test
  void setsTimeouts() {
    assertAnswer("set-config", ipvs.setConfig(new Timeouts(1000, 0, 200)), Answer.ACCEPTED);
  }

  @Test
  void startsAndStopsSyncDaemons() {
    SyncDaemon backup = new SyncDaemon(State.BACKUP, "eth0", 5, Optional.empty(), 0, 0, 0);

    assertAnswer("new-daemon", ipvs.newDaemon(MASTER), Answer.ACCEPTED);
    assertAnswer("new-daemon-defaults", ipvs.newDaemon(backup), Answer.ACCEPTED);
    assertThat(daemons("get-daemons"))
        .containsExactly(
            MASTER, new SyncDaemon(State.BACKUP, "eth0", 5, group("224.0.0.81"), 8848, 1, 1472));
    assertAnswer("delete-daemon", ipvs.deleteDaemon(State.MASTER), Answer.ACCEPTED);
  }

  @Test
  void startsASyncDaemonOverIpv6() {
    SyncDaemon daemon = new SyncDaemon(State.MASTER, "eth0", 6, group("ff02::81"), 0, 0, 0);

    assertAnswer("new-daemon-ipv6", ipvs.newDaemon(daemon), Answer.ACCEPTED);
    assertThat(daemons("get-daemons-ipv6"))
        .containsExactly(new SyncDaemon(State.MASTER, "eth0", 6, group("ff02::81"), 8848, 1, 1452));
  }

  private Map<ServiceKey, ServiceSettings> services(String name) {
    Map<ServiceKey, ServiceSettings> found = new LinkedHashMap<>();
    dump(
        name,
        ipvs.getServices(),
        reply -> {
          assertThat(service.read(reply)).isTrue();
          found.put(service.key(), service.settings());
        });
    return found;
  }

  private Map<DestinationKey, DestinationSettings> destinations(String name, ServiceKey of) {
    Map<DestinationKey, DestinationSettings> found = new LinkedHashMap<>();
    dump(
        name,
        ipvs.getDestinations(of),
        reply -> {
          assertThat(destination.read(reply, of.family())).isTrue();
          found.put(destination.key(), destination.settings());
        });
    return found;
  }

  private List<SyncDaemon> daemons(String name) {
    List<SyncDaemon> found = new ArrayList<>();
    dump(name, ipvs.getDaemons(), reply -> found.add(SyncDaemonEntry.read(reply).orElseThrow()));
    return found;
  }

  private static void dump(String name, Message question, Consumer<AttributeReader> take) {
    Captured captured = captured(name);
    assertThat(captured.encoded(question)).isEqualTo(captured.request());
    assertThat(captured.replayed().dump(question, (_, reply) -> take.accept(reply)))
        .isEqualTo(Answer.ACCEPTED);
  }

  private static void assertAnswer(String name, Message request, Answer answer) {
    Captured captured = captured(name);
    assertThat(captured.encoded(request)).isEqualTo(captured.request());
    assertThat(captured.replayed().execute(request)).isEqualTo(answer);
  }

  private static Captured captured(String name) {
    return Captured.read("ipvs/" + name);
  }

  private static Optional<IpAddress> group(String address) {
    return Optional.of(IpAddress.parse(address));
  }

  private static DestinationKey destination(String address, int port) {
    return new DestinationKey(IpAddress.parse(address), port);
  }

  private static DestinationSettings settings(ForwardingMethod method, int weight) {
    return new DestinationSettings(method, weight, 0, 0);
  }
}
