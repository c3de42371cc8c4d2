package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.ADDRESS_CONFLICT;
import static dev.lvs.operator.status.condition.Verdict.HELD_WITHOUT_API;
import static dev.lvs.operator.status.condition.Verdict.PENDING;
import static java.util.Comparator.comparing;

import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.LeaseReport;
import dev.lvs.api.v1alpha1.OnApiOutage;
import dev.lvs.operator.status.condition.Conditions;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.event.EventMessage;
import dev.lvs.operator.status.node.GroupLease;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.Trouble;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stations that answer for the VIPs of a DirectorGroup, as its directors say: the one that has them
 * asks the network who else does, and one that is about to take them asks whether anybody does.
 *
 * @param said by directors that are heard from, of the Lease of the group, by node
 * @param owners directors by the MAC addresses that they answer with, also of silent ones
 */
record AnsweringStations(Map<String, LeaseReport> said, Map<String, String> owners) {
  /** Reads it from the reports of the directors, by node. */
  static AnsweringStations of(String lease, Map<String, NodeReport> reports) {
    Map<String, LeaseReport> said = new TreeMap<>();
    Map<String, String> owners = new HashMap<>();
    reports.forEach(
        (node, report) ->
            report.leases().stream()
                .filter(one -> one.lease().equals(lease))
                .findFirst()
                .ifPresent(
                    one -> {
                      if (!report.isSilent()) {
                        said.put(node, one);
                      }
                      one.macs().forEach(mac -> owners.put(mac, node));
                    }));
    return new AnsweringStations(said, owners);
  }

  /** Returns how a director says that it stands. */
  Optional<GroupStanding> standing(String director) {
    return Optional.ofNullable(said.get(director)).map(LeaseReport::state);
  }

  /** Returns why it has not the VIPs, by its own words. */
  Optional<String> why(String director) {
    return Optional.ofNullable(said.get(director)).map(LeaseReport::why);
  }

  /** A station that answers, and the director that heard it. */
  private record Answer(String node, LeaseReport by, AnsweringStation station) {}

  private List<Answer> answers() {
    List<Answer> answers = new ArrayList<>();
    said.forEach(
        (node, by) -> by.stations().forEach(one -> answers.add(new Answer(node, by, one))));
    return answers;
  }

  /** One that keeps a director from taking the VIPs, and is a director itself, has them. */
  private boolean isForeign(Answer answer) {
    return answer.by().state().holds() || !owners.containsKey(answer.station().mac());
  }

  /** Returns the stations that are not to answer, each once; of many the first. */
  List<AnsweringStation> foreign() {
    return answers().stream()
        .filter(this::isForeign)
        .map(Answer::station)
        .distinct()
        .sorted(comparing(AnsweringStation::vip).thenComparing(AnsweringStation::mac))
        .limit(LeaseReport.MOST_STATIONS)
        .toList();
  }

  /**
   * Returns whether a director whose Lease is not renewed is known to have the VIPs all the same:
   * it says that it cannot renew it, or another director hears it answer. That it renews it is no
   * word to be believed then.
   */
  boolean show(String director) {
    return standing(director).filter(GroupStanding.HOLDER_WITHOUT_API::equals).isPresent()
        || answers().stream().anyMatch(one -> director.equals(owners.get(one.station().mac())));
  }

  /** Returns whether a director has the VIPs without the API server; empty where none has. */
  Optional<Verdict> withoutApi(GroupLease lease) {
    List<String> holders =
        said.entrySet().stream()
            .filter(one -> one.getValue().state() == GroupStanding.HOLDER_WITHOUT_API)
            .map(Map.Entry::getKey)
            .toList();
    if (!holders.isEmpty()) {
      return Optional.of(
          withoutApi(
              "%s has the VIPs, and the API server confirms no renewal of the Lease to it."
                  .formatted(Sentences.list(holders))));
    }
    if (!(lease instanceof GroupLease.Held(String node, int _, var silence, var outage))
        || silence.isZero()) {
      return Optional.empty();
    }
    return answers().stream()
        .filter(one -> !isForeign(one))
        .findFirst()
        .map(
            one ->
                withoutApi(
                    "%s answers for %s, as %s hears, and does not renew the Lease."
                        .formatted(
                            owners.get(one.station().mac()), one.station().vip(), one.node())))
        .or(
            () ->
                outage == OnApiOutage.HOLD
                    ? Optional.of(
                        Verdict.unknown(
                            HELD_WITHOUT_API,
                            "HolderSilent",
                            node
                                + " does not renew the Lease, and no other director hears whether"
                                + " it has the VIPs still."))
                    : Optional.empty());
  }

  private static Verdict withoutApi(String found) {
    return Verdict.yes(
        HELD_WITHOUT_API,
        "LeaseNotRenewed",
        found
            + " It keeps them while it can serve (apiOutage Hold), and no other takes them while it"
            + " answers. See that it reaches the API server, and lvs holders there.");
  }

  /** Returns whether a station answers for VIPs that is not to; empty where none does. */
  Optional<Verdict> conflict(GroupLease lease) {
    List<String> found =
        answers().stream().filter(this::isForeign).map(this::words).distinct().toList();
    if (!found.isEmpty()) {
      return Optional.of(
          Verdict.yes(
              ADDRESS_CONFLICT,
              "AnotherAnswers",
              Sentences.all(found)
                  + " Take the address off that station, or have it not answer for it (a real"
                  + " server: sysctl net.ipv4.conf.all.arp_ignore=1)."));
    }
    return lease instanceof GroupLease.Held(String node, int _, var _, var _)
            && !said.containsKey(node)
        ? Optional.of(
            Verdict.unknown(
                ADDRESS_CONFLICT,
                owners.containsValue(node) ? Trouble.NODE_SILENT : PENDING,
                "Whether another station answers for the VIPs is not known: "
                    + node
                    + ", which has the Lease, does not say."))
        : Optional.empty();
  }

  private String words(Answer answer) {
    AnsweringStation station = answer.station();
    String who =
        Optional.ofNullable(owners.get(station.mac()))
            .map(node -> "%s (%s)".formatted(node, station.mac()))
            .orElse("Station " + station.mac());
    return answer.by().state().holds()
        ? "%s answers for %s, which %s has, so that clients reach the one or the other."
            .formatted(who, station.vip(), answer.node())
        : "%s answers for %s, so that no director takes the VIPs.".formatted(who, station.vip());
  }

  /** Returns what is told when something of it is over. */
  static List<EventMessage> over(@Nullable DirectorGroupStatus before, DirectorGroupStatus after) {
    List<EventMessage> told = new ArrayList<>();
    if (was(before, HELD_WITHOUT_API) && !was(after, HELD_WITHOUT_API)) {
      told.add(
          new EventMessage(
              false,
              "NotHeldWithoutApi",
              "No director is known to have the VIPs without the API server any more."));
    }
    if (was(before, ADDRESS_CONFLICT) && !was(after, ADDRESS_CONFLICT)) {
      told.add(
          new EventMessage(
              false, "NoAddressConflict", "No other station is heard to answer for the VIPs."));
    }
    return told;
  }

  private static boolean was(@Nullable DirectorGroupStatus status, String type) {
    return status != null
        && Conditions.find(status.conditions(), type)
            .filter(one -> one.getStatus().equals(Verdict.Truth.TRUE.text()))
            .isPresent();
  }
}
