package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.MASTER;
import static dev.lvs.agent.kernel.Samples.ONE;
import static dev.lvs.agent.kernel.Samples.ROUND_ROBIN;
import static dev.lvs.agent.kernel.Samples.TUNNEL;
import static dev.lvs.agent.kernel.Samples.VIP;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.kernel.Samples.scheduler;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.address.VipChange.DeleteVip;
import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.device.DeviceChange.DeleteDevice;
import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.kernel.ipvs.IpvsErrnos;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StartDaemon;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StopDaemon;
import dev.lvs.agent.kernel.timeout.TimeoutChange.RestoreTimeout;
import dev.lvs.agent.kernel.timeout.TimeoutChange.SetTimeout;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.net.AddressFamily;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomesTest {
  private static final Map<String, Change> CHANGES =
      Map.ofEntries(
          entry("add service", add(WEB)),
          entry("edit service", new EditService(WEB, ROUND_ROBIN)),
          entry("delete service", new DeleteService(WEB)),
          entry("add destination", add(WEB, FIRST)),
          entry("edit destination", new EditDestination(WEB, FIRST, ONE)),
          entry("delete destination", new DeleteDestination(WEB, FIRST)),
          entry("add tunnel", new AddDevice(TUNNEL)),
          entry("delete tunnel", new DeleteDevice(TUNNEL)),
          entry("add vip", new AddVip(VIP)),
          entry("delete vip", new DeleteVip(VIP)),
          entry("set timeout", new SetTimeout(Timeout.TCP, 600, 900)),
          entry("restore timeout", new RestoreTimeout(Timeout.TCP, 900)),
          entry("start daemon", new StartDaemon(MASTER)),
          entry("stop daemon", new StopDaemon(MASTER)));

  /** Everything that IPVS and routing netlink are known to answer, to anything. */
  private static final List<Errno> ERRNOS =
      List.of(
          Errno.EPERM,
          Errno.ENOENT,
          Errno.ESRCH,
          Errno.EAGAIN,
          Errno.ENOMEM,
          Errno.EACCES,
          Errno.EBUSY,
          Errno.EEXIST,
          Errno.ENODEV,
          Errno.EINVAL,
          Errno.ERANGE,
          Errno.EOPNOTSUPP,
          Errno.EAFNOSUPPORT,
          Errno.EADDRNOTAVAIL,
          Errno.ENETUNREACH,
          Errno.ENOBUFS);

  @ParameterizedTest
  @CsvSource({
    "add service, EEXIST",
    "edit service, none",
    "delete service, ESRCH",
    "add destination, EEXIST",
    "edit destination, none",
    "delete destination, ENOENT ESRCH",
    "add tunnel, EEXIST",
    "delete tunnel, ENODEV",
    "add vip, EEXIST",
    "delete vip, EADDRNOTAVAIL ENODEV",
    "set timeout, none",
    "restore timeout, none",
    "start daemon, EEXIST",
    "stop daemon, ESRCH"
  })
  void takesOnlyTheseErrnosForDone(String name, String done) {
    Change change = Optional.ofNullable(CHANGES.get(name)).orElseThrow();
    Set<String> expected = Set.of(done.split(" "));

    for (Errno errno : ERRNOS) {
      Outcome outcome = verdict(change, errno, true);

      if (expected.contains(errno.symbol())) {
        assertThat(outcome).isEqualTo(new Outcome.AlreadySo(change));
      } else {
        assertThat(outcome)
            .isInstanceOfSatisfying(
                Outcome.Refused.class,
                refused -> {
                  assertThat(refused.cause()).isEqualTo(errno.symbol());
                  assertThat(refused.message()).startsWith("cannot " + change.title());
                  assertThat(refused.message()).contains("the kernel answers " + errno);
                });
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "add service, EPERM, CAP_NET_ADMIN",
    "add service, ENOENT, modprobe",
    "add service, EAFNOSUPPORT, CONFIG_IP_VS_IPV6",
    "edit service, ESRCH, somebody deleted it",
    "add destination, ESRCH, virtual server is gone",
    "edit destination, ENOENT, somebody deleted it",
    "edit destination, ERANGE, lower threshold",
    "add destination, EINVAL, one of a single host",
    "add tunnel, EOPNOTSUPP, modprobe",
    "add vip, ENODEV, there is no interface eth0",
    "add vip, EACCES, disable_ipv6",
    "delete service, ENOMEM, a command of lvs has to be run again",
    "set timeout, EINVAL, use less",
    "restore timeout, EINVAL, use less",
    "start daemon, ENODEV, there is no interface eth0",
    "start daemon, EINVAL, another address family",
    "start daemon, ENETUNREACH, is down or has no address",
    "start daemon, EADDRNOTAVAIL, is down or has no address",
    "start daemon, EAFNOSUPPORT, use an IPv4 group",
    "stop daemon, EPERM, CAP_NET_ADMIN"
  })
  void saysWhatToDo(String name, String errno, String remedy) {
    Change change = Optional.ofNullable(CHANGES.get(name)).orElseThrow();
    Errno number =
        ERRNOS.stream().filter(each -> each.symbol().equals(errno)).findFirst().orElseThrow();

    assertThat(verdict(change, number, true))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.message()).contains(remedy));
  }

  @Test
  void explainsThatLoopbackWasNeverUp() {
    assertThat(verdict(add(WEB, FIRST), Errno.EINVAL, false))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.message()).contains("ip link set lo up"));
  }

  @Test
  void explainsThatTheTableOfMhIsFull() {
    assertThat(verdict(new EditService(WEB, scheduler("mh")), Errno.EINVAL, true))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.message()).contains("4093"));
  }

  @Test
  void explainsWhatIsWrongWithAPortOfGue() {
    Change add = new AddDevice(new GuePort(AddressFamily.IPV4, 6080));
    Change delete = new DeleteDevice(new GuePort(AddressFamily.IPV4, 6080));

    assertThat(verdict(add, Errno.EADDRINUSE, true))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.message())
                    .startsWith("cannot create IPv4 GUE port 6080: the kernel answers EADDRINUSE")
                    .contains("change the port of the tunnel"));
    assertThat(verdict(delete, Errno.EINVAL, true)).isEqualTo(new Outcome.AlreadySo(delete));
  }

  @Test
  void quotesTheKernelWhereItSpeaks() {
    Answer answer = new Answer.Refused(Errno.EINVAL, Optional.of("ipv4: Invalid prefix"));

    assertThat(Outcomes.of(new AddVip(VIP), answer))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.message())
                    .startsWith(
                        "cannot add address 192.0.2.10 to eth0: the kernel answers EINVAL \"ipv4:"
                            + " Invalid prefix\": "));
  }

  private static Outcome verdict(Change change, Errno errno, boolean loopbackIsUp) {
    Answer answer = new Answer.Refused(errno, Optional.empty());
    return change instanceof IpvsChange one
        ? Outcomes.of(one, answer, symbol -> IpvsErrnos.reason(one, symbol, () -> loopbackIsUp))
        : Outcomes.of(change, answer);
  }
}
