package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.api.v1alpha1.DirectorNode;
import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.LeaseReport;
import dev.lvs.api.v1alpha1.OnApiOutage;
import dev.lvs.net.IpAddress;
import dev.lvs.operator.status.event.EventMessage;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.GroupLease;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.ServerReport;
import dev.lvs.operator.status.node.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Conditions HeldWithoutApi and AddressConflict of a DirectorGroup, by what two directors say. */
class AnsweringStationsTest {
  private static final GroupLease RENEWED =
      new GroupLease.Held("edge-1", 3, Duration.ZERO, OnApiOutage.HOLD);
  private static final GroupLease OVERDUE =
      new GroupLease.Held("edge-1", 3, Duration.ofSeconds(30), OnApiOutage.HOLD);
  private static final AnsweringStation STRANGER = station("192.0.2.1", "02:00:00:00:00:09");
  private static final AnsweringStation ONE = station("192.0.2.1", "02:00:00:00:00:01");
  private static final AnsweringStation OTHER = station("192.0.2.1", "02:00:00:00:00:02");

  private final MutableClock clock = new MutableClock();

  @Test
  void saysNothingWhereTheHolderHearsNobody() {
    DirectorGroupStatus status =
        status(null, RENEWED, one(GroupStanding.HOLDER), other(GroupStanding.WAITING));

    assertThat(SaidConditions.of(status)).doesNotContain("AddressConflict", "HeldWithoutApi");
    assertThat(status.stations()).isEmpty();
  }

  @Test
  void saysOfEachDirectorThatIsHeardHowItStandsAndWhy() {
    assertThat(
            status(null, RENEWED, one(GroupStanding.HOLDER), other(GroupStanding.WAITING)).nodes())
        .containsExactly(
            new DirectorNode("edge-1", 1, null, GroupStanding.HOLDER, "So it is."),
            new DirectorNode("edge-2", 1, null, GroupStanding.WAITING, "So it is."));
    assertThat(
            status(null, RENEWED, silent(GroupStanding.HOLDER), other(GroupStanding.WAITING))
                .nodes()
                .getFirst()
                .standing())
        .isNull();
  }

  @Test
  void namesAStationThatAnswersForAVipOfTheHolder() {
    DirectorGroupStatus before =
        status(null, RENEWED, one(GroupStanding.HOLDER), other(GroupStanding.WAITING));
    DirectorGroupStatus status =
        status(before, RENEWED, one(GroupStanding.HOLDER, STRANGER), other(GroupStanding.WAITING));

    assertThat(SaidConditions.of(status))
        .contains(
            "AddressConflict=True AnotherAnswers: Station 02:00:00:00:00:09 answers for 192.0.2.1, which edge-1 has,")
        .contains("Held=True Held", "Ready=True Ready");
    assertThat(status.stations()).containsExactly(STRANGER);
    assertThat(DirectorGroupStatuses.told(before, status))
        .extracting(EventMessage::reason)
        .containsExactly("AnotherAnswers");
    assertThat(DirectorGroupStatuses.told(status, status)).isEmpty();
    assertThat(DirectorGroupStatuses.told(status, before))
        .extracting(EventMessage::reason)
        .containsExactly("NoAddressConflict");
  }

  @Test
  void namesADirectorThatAnswersBesideTheHolder() {
    assertThat(
            SaidConditions.of(
                status(
                    null, RENEWED, one(GroupStanding.HOLDER, OTHER), other(GroupStanding.WAITING))))
        .contains("AddressConflict=True AnotherAnswers: edge-2 (02:00:00:00:00:02) answers for");
  }

  /** The same answer that keeps a director from taking the VIPs, by whose it is. */
  @Test
  void tellsAHolderWithoutApiFromAStranger() {
    String own =
        SaidConditions.of(
            status(null, OVERDUE, silent(GroupStanding.HOLDER), other(GroupStanding.WAITING, ONE)));
    String strangers =
        SaidConditions.of(
            status(
                null,
                OVERDUE,
                silent(GroupStanding.HOLDER),
                other(GroupStanding.WAITING, STRANGER)));

    assertThat(own)
        .contains(
            "HeldWithoutApi=True LeaseNotRenewed: edge-1 answers for 192.0.2.1, as edge-2 hears,",
            "Held=True Held: edge-1 has the VIPs.")
        .doesNotContain("AddressConflict=True");
    assertThat(strangers)
        .contains(
            "AddressConflict=True AnotherAnswers: Station 02:00:00:00:00:09 answers for 192.0.2.1, so that no director takes",
            "HeldWithoutApi=Unknown HolderSilent",
            "Held=Unknown HolderSilent");
  }

  /** As with NAT, whose real servers have a VIP as their default route. */
  @Test
  void knowsAHolderByEachOfItsInterfaces() {
    AnsweringStation back = station("192.0.2.1", inside(ONE.mac()));

    DirectorGroupStatus status =
        status(null, OVERDUE, silent(GroupStanding.HOLDER), other(GroupStanding.WAITING, back));

    assertThat(SaidConditions.of(status))
        .contains("HeldWithoutApi=True LeaseNotRenewed: edge-1 answers for 192.0.2.1")
        .doesNotContain("AddressConflict=True");
  }

  @Test
  void believesAHolderThatSaysItIsWithoutTheApiServer() {
    DirectorGroupStatus status =
        status(null, OVERDUE, one(GroupStanding.HOLDER_WITHOUT_API), other(GroupStanding.WAITING));
    DirectorGroupStatus after =
        status(status, RENEWED, one(GroupStanding.HOLDER), other(GroupStanding.WAITING));

    assertThat(SaidConditions.of(status))
        .contains("HeldWithoutApi=True LeaseNotRenewed: edge-1 has the VIPs, and the API server")
        .contains("Held=True Held");
    assertThat(DirectorGroupStatuses.told(status, after))
        .extracting(EventMessage::reason)
        .containsExactly("NotHeldWithoutApi");
  }

  /** It may have lost its power since it said so. */
  @Test
  void doesNotBelieveAHolderThatSaysItRenewsWhatIsNotRenewed() {
    assertThat(
            SaidConditions.of(
                status(null, OVERDUE, one(GroupStanding.HOLDER), other(GroupStanding.WAITING))))
        .contains("Held=Unknown HolderSilent", "HeldWithoutApi=Unknown HolderSilent");
  }

  @Test
  void doesNotKnowOfConflictsWhereTheHolderIsSilent() {
    assertThat(
            SaidConditions.of(
                status(
                    null,
                    RENEWED,
                    silent(GroupStanding.HOLDER, STRANGER),
                    other(GroupStanding.WAITING))))
        .contains("AddressConflict=Unknown NodeSilent")
        .doesNotContain("HeldWithoutApi");
    assertThat(SaidConditions.of(status(null, RENEWED, other(GroupStanding.WAITING))))
        .contains("AddressConflict=Unknown Pending");
  }

  /** The token is over before the Lease is, so that there is nothing to ask for. */
  @Test
  void hasNoHolderWithoutApiWhereItReleases() {
    GroupLease released =
        new GroupLease.Held("edge-1", 3, Duration.ofSeconds(30), OnApiOutage.RELEASE);

    assertThat(
            SaidConditions.of(
                status(null, released, silent(GroupStanding.HOLDER), other(GroupStanding.WAITING))))
        .doesNotContain("HeldWithoutApi");
  }

  private static AnsweringStation station(String vip, String mac) {
    return new AnsweringStation(IpAddress.parse(vip), mac);
  }

  private static NodeReport one(GroupStanding standing, AnsweringStation... stations) {
    return report("edge-1", Optional.empty(), standing, "02:00:00:00:00:01", stations);
  }

  private static NodeReport other(GroupStanding standing, AnsweringStation... stations) {
    return report("edge-2", Optional.empty(), standing, "02:00:00:00:00:02", stations);
  }

  private static NodeReport silent(GroupStanding standing, AnsweringStation... stations) {
    return report(
        "edge-1",
        Optional.of(new Trouble(Trouble.NODE_SILENT, "It is silent.")),
        standing,
        "02:00:00:00:00:01",
        stations);
  }

  /** Of a director's other interface. */
  private static String inside(String mac) {
    return mac.replaceFirst("^02", "06");
  }

  private static NodeReport report(
      String node,
      Optional<Trouble> trouble,
      GroupStanding standing,
      String mac,
      AnsweringStation... stations) {
    LeaseReport lease =
        new LeaseReport(
            "lvs-edge-0",
            standing,
            "2026-01-01T00:00:00Z",
            "So it is.",
            List.of(mac, inside(mac)),
            List.of(stations));
    LeaseReport another =
        new LeaseReport(
            "lvs-else-0",
            GroupStanding.HOLDER,
            lease.since(),
            null,
            List.of(mac),
            List.of(STRANGER));
    return new NodeReport(
        node,
        true,
        1,
        trouble,
        Map.of(),
        new ServerReport(true, Map.of()),
        List.of(another, lease));
  }

  private DirectorGroupStatus status(
      @Nullable DirectorGroupStatus before, GroupLease lease, NodeReport... reports) {
    Map<String, NodeReport> byNode = new TreeMap<>();
    for (NodeReport one : reports) {
      byNode.put(one.node(), one);
    }
    return new DirectorGroupStatuses(clock)
        .next(
            before,
            "DirectorGroup edge",
            new Facts.OfGroup(1, List.of(), new TreeMap<>(Map.of("edge-1", 1, "edge-2", 1))),
            byNode,
            Optional.of(lease));
  }
}
