package dev.lvs.agent.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The order and the last weights of destinations of mh, whatever the history of a director. */
class MaglevDiffTest {
  private static final ServiceKey WEB =
      new ServiceKey.AddressKey(Protocol.TCP, IpAddress.parse("192.0.2.10"), 80);
  private static final String NODEST = "net/ipv4/vs/expire_nodest_conn";

  @Test
  void addsInTheOrderOfTheAddresses() {
    assertThat(changes(maglev("23 1, 21 1, 22 1"), KernelState.EMPTY, ""))
        .containsExactly("-A -s none", "-a 21 -w 1", "-a 22 -w 1", "-a 23 -w 1", "-E -s mh");
  }

  @Test
  void movesWhatStandsBehindOneBeforeWhichItBelongs() {
    assertThat(changes(maglev("21 1, 22 1, 23 1, 24 1"), maglev("23 1, 24 1, 22 1, 21 1")))
        .as("the newest first: 23 was added anew")
        .containsExactly("-d 24", "-a 24 -w 1");
  }

  @Test
  void movesNothingThatIsInOrder() {
    assertThat(changes(maglev("21 1, 22 1, 23 1"), maglev("23 1, 22 1, 21 1"))).isEmpty();
    assertThat(changes(maglev("21 1, 22 1, 23 1"), maglev("23 1, 22 1, 29 1, 21 1")))
        .as("what goes is in nobody's way")
        .containsExactly("-d 29");
  }

  @Test
  void movesThoseBehindANewOneOnly() {
    assertThat(changes(maglev("21 1, 22 1, 23 1, 24 1"), maglev("24 1, 22 1, 21 1")))
        .containsExactly("-a 23 -w 1", "-d 24", "-a 24 -w 1");
    assertThat(changes(maglev("21 1, 22 1, 23 1"), maglev("22 1, 21 1")))
        .containsExactly("-a 23 -w 1");
  }

  @Test
  void leavesTheOrderOfOtherSchedulers() {
    KernelState desired = with("wrr", maglev("21 1, 22 1"));

    assertThat(changes(desired, with("wrr", maglev("21 1, 22 1")))).isEmpty();
  }

  @Test
  void leavesTheOrderWhereSomebodyElseHasADestination() {
    assertThat(changes(maglev("21 1, 22 1"), maglev("21 1, 22 1, 99 1"), "21 22")).isEmpty();
  }

  @Test
  void givesSettingsToWhatIsMovedWhenItIsInPlace() {
    KernelState full =
        maglev(
            Map.of("22", new DestinationSettings(new ForwardingMethod.DirectRouting(), 1, 5, 9)));

    assertThat(changes(merged(maglev("21 1"), full), maglev("21 1, 22 1")))
        .containsExactly("-d 22", "-a 22 -w 1", "-e 22 -w 1 -x 5 -y 9");
  }

  @Test
  void addsOneOfWeightZeroWithTheWeightThatItHasInThePlan() {
    assertThat(changes(maglev("21 1, 22 0/5"), maglev("21 1")))
        .containsExactly("-a 22 -w 5", "-e 22 -w 0");
  }

  @Test
  void quiescesFromTheWeightThatItHasInThePlan() {
    assertThat(changes(maglev("21 1, 22 0/5"), maglev("22 5, 21 1"))).containsExactly("-e 22 -w 0");
    assertThat(changes(maglev("21 1, 22 0/5"), maglev("22 3, 21 1")))
        .as("one whose weight rose when it failed")
        .containsExactly("-e 22 -w 5", "-e 22 -w 0");
    assertThat(changes(maglev("21 1, 22 0/5"), maglev("22 0/3, 21 1")))
        .as("one whose weight was changed meanwhile")
        .containsExactly("-e 22 -w 5", "-e 22 -w 0");
    assertThat(changes(maglev("21 1, 22 0/5"), maglev("22 0/5, 21 1"))).isEmpty();
  }

  @Test
  void leavesNoPartOfTheClientsToOneThatThePlanDoesNotHave() {
    assertThat(changes(maglev("21 1, 22 0"), maglev("22 5, 21 1")))
        .containsExactly("-d 22", "-a 22 -w 0");
    assertThat(changes(maglev("21 0, 22 1"), maglev("21 0, 22 1")))
        .as("it may stand anywhere")
        .isEmpty();
  }

  @Test
  void forgetsNoFlowBetweenTheTwo() {
    KernelState desired = maglev("21 1, 22 1");
    KernelState observed = withNodest(maglev("21 1, 22 1"), "1");

    assertThat(changes(desired, observed))
        .containsExactly(
            "sysctl -w net.ipv4.vs.expire_nodest_conn=0",
            "-d 22",
            "-a 22 -w 1",
            "sysctl -w net.ipv4.vs.expire_nodest_conn=1");
    assertThat(changes(withNodest(desired, "1"), observed))
        .as("where the group sets it")
        .hasSize(4)
        .endsWith("sysctl -w net.ipv4.vs.expire_nodest_conn=1");
    assertThat(changes(desired, withNodest(maglev("22 1, 21 1"), "1"))).isEmpty();
  }

  private static KernelState maglev(String destinations) {
    Map<DestinationKey, DestinationSettings> all = new LinkedHashMap<>();
    Map<DestinationKey, Integer> resting = new HashMap<>();
    for (String one : destinations.split(", ", -1)) {
      String[] words = one.split("[ /]", -1);
      all.put(key(words[0]), weight(Integer.parseInt(words[1])));
      if (words[1].equals("0")) {
        resting.put(key(words[0]), words.length > 2 ? Integer.parseInt(words[2]) : 0);
      }
    }
    ServiceSettings settings = new ServiceSettings("mh", Set.of(), 0, -1, "");
    return KernelState.ofServices(Map.of(WEB, new VirtualServer(WEB, settings, all, resting)));
  }

  private static KernelState maglev(Map<String, DestinationSettings> destinations) {
    Map<DestinationKey, DestinationSettings> all = new LinkedHashMap<>();
    destinations.forEach((last, settings) -> all.put(key(last), settings));
    return merged(KernelState.EMPTY, all);
  }

  private static KernelState merged(KernelState one, KernelState other) {
    return merged(one, other.services().values().iterator().next().destinations());
  }

  private static KernelState merged(
      KernelState one, Map<DestinationKey, DestinationSettings> more) {
    Map<DestinationKey, DestinationSettings> all = new LinkedHashMap<>();
    one.services().values().forEach(server -> all.putAll(server.destinations()));
    all.putAll(more);
    ServiceSettings settings = new ServiceSettings("mh", Set.of(), 0, -1, "");
    return KernelState.ofServices(Map.of(WEB, new VirtualServer(WEB, settings, all)));
  }

  private static KernelState with(String scheduler, KernelState state) {
    VirtualServer server = state.services().values().iterator().next();
    ServiceSettings settings = new ServiceSettings(scheduler, Set.of(), 0, -1, "");
    return KernelState.ofServices(
        Map.of(WEB, new VirtualServer(WEB, settings, server.destinations())));
  }

  private static KernelState withNodest(KernelState state, String value) {
    return new KernelState(state.services(), Set.of(), Set.of(), Map.of(NODEST, value));
  }

  /** All that is there is ours. */
  private static List<String> changes(KernelState desired, KernelState observed) {
    return lines(Diff.of(desired, observed, Ownership.ofAll(observed.services()), Set.of()));
  }

  private static List<String> changes(KernelState desired, KernelState observed, String ours) {
    Map<ServiceKey, Set<DestinationKey>> owned = new HashMap<>();
    if (!ours.isEmpty()) {
      owned.put(
          WEB, Set.copyOf(List.of(ours.split(" ", -1)).stream().map(MaglevDiffTest::key).toList()));
    }
    Ownership ownership = new Ownership(owned, Set.of(), Set.of(), Map.of());
    return lines(Diff.of(desired, observed, ownership, Set.of()));
  }

  private static List<String> lines(Diff diff) {
    return diff.changes().stream()
        .map(Change::adminLine)
        .map(
            line ->
                line.replace("ipvsadm ", "")
                    .replace(" -t 192.0.2.10:80", "")
                    .replaceAll(" -r 198\\.51\\.100\\.([0-9]+):80", " $1")
                    .replace(" -g", ""))
        .toList();
  }

  private static DestinationKey key(String last) {
    return new DestinationKey(IpAddress.parse("198.51.100." + last), 80);
  }

  private static DestinationSettings weight(int weight) {
    return new DestinationSettings(new ForwardingMethod.DirectRouting(), weight, 0, 0);
  }
}
