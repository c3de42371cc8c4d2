package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.InlineRealServer;
import dev.lvs.api.v1alpha1.PersistenceMode;
import dev.lvs.api.v1alpha1.Quorum;
import dev.lvs.api.v1alpha1.RealServerSources;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.SlowStart;
import dev.lvs.api.v1alpha1.SorryServer;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.api.v1alpha1.WhenLost;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import java.util.LongSummaryStatistics;

/** Rules for what follows from failed health checks: quorum, sorry server and slow start. */
public final class FailureRules {
  private static final int SHORTEST_RISE = 1000;

  private final ResourceName name;
  private final VirtualServiceSpec spec;
  private final Report report;

  private FailureRules(ResourceName name, VirtualServiceSpec spec, Report report) {
    this.name = name;
    this.spec = spec;
    this.report = report;
  }

  static void check(ResourceName name, VirtualServiceSpec spec, Report report) {
    FailureRules rules = new FailureRules(name, spec, report);
    if (spec.quorum() != null) {
      rules.quorum(spec.quorum());
    }
    if (spec.sorryServer() != null) {
      rules.sorryServer(spec.sorryServer());
    }
    if (spec.slowStart() != null) {
      rules.slowStart(spec.slowStart());
    }
  }

  /**
   * Tells of numbers that do not fit the weights of the real servers, as they are while nothing is
   * under maintenance.
   *
   * @param weights of all of them
   */
  public static void check(
      ResourceName name, VirtualServiceSpec spec, LongSummaryStatistics weights, Report report) {
    long sum = weights.getSum();
    long highest = weights.getMax();
    Quorum quorum = spec.quorum();
    if (quorum != null && sum < quorum.up()) {
      report.note(
          name,
          "spec.quorum.up",
          Reason.QUORUM_OUT_OF_REACH,
          "The weights of all real servers come to %d, and a quorum of %d is never reached; lower it, or add real servers."
              .formatted(sum, quorum.up()));
    }
    SlowStart slow = spec.slowStart();
    if (slow != null && highest > 0 && slow.fromWeight() >= highest) {
      report.note(
          name,
          "spec.slowStart.fromWeight",
          Reason.SETTING_UNUSED,
          "No real server has a weight above %d, so none rises; lower fromWeight, or give real servers weights such as 100."
              .formatted(slow.fromWeight()));
    }
  }

  private void quorum(Quorum quorum) {
    positive("up", quorum.up());
    positive("down", quorum.down());
    if (quorum.down() > quorum.up()) {
      refuse(
          "quorum.down",
          "The service goes down below %d and comes up at %d; make down at most up."
              .formatted(quorum.down(), quorum.up()));
    }
    WhenLost action = quorum.whenLost();
    if (action == WhenLost.SORRY && spec.sorryServer() == null) {
      refuse("quorum.whenLost", "There is no sorry server; write sorryServer, or serve here.");
    }
    if (action != null && action != WhenLost.SORRY && spec.sorryServer() != null) {
      refuse(
          "quorum.whenLost",
          "The sorry server is for sorry, not %s; write that, or remove sorryServer."
              .formatted(action.text()));
    }
    if (action == WhenLost.WITHDRAW && spec.addresses().isEmpty() && spec.addressPool() == null) {
      refuse("quorum.whenLost", "There is no VIP to withdraw; write serve or sorry.");
    }
    if (isInlineOnly(spec.realServers())) {
      long sum = spec.realServers().inline().stream().mapToLong(InlineRealServer::weight).sum();
      if (sum < quorum.up()) {
        refuse(
            "quorum.up",
            "The weights of all real servers come to %d, and a quorum of %d is never reached; lower it."
                .formatted(sum, quorum.up()));
      }
    }
  }

  private static boolean isInlineOnly(RealServerSources sources) {
    return sources.selector() == null
        && sources.names().isEmpty()
        && sources.nodeSelector() == null
        && sources.serviceRef() == null
        && !sources.inline().isEmpty();
  }

  private void positive(String field, int number) {
    if (number < 1) {
      refuse(
          "quorum." + field,
          "%d is no sum of weights that a service needs; write 1 or more.".formatted(number));
    }
  }

  private void sorryServer(SorryServer sorry) {
    ServerRules shared = new ServerRules(name, report);
    shared.serverAddress("spec.sorryServer.address", sorry.address());
    shared.port("spec.sorryServer.port", sorry.port(), 1);
    if ((sorry.method() == ForwardingMode.FULLNAT)
        != (spec.forwarding().method() == ForwardingMode.FULLNAT)) {
      report.refuse(
          name,
          "spec.sorryServer.method",
          Reason.INVALID_FORWARDING,
          "FULLNAT is for all real servers of a service or for none, the sorry server among them, but it is to be reached by %s and they by %s; write the same."
              .formatted(sorry.method(), spec.forwarding().method()));
    }
    boolean manyPorts =
        spec.firewallMark() == null
            && (spec.ports().stream().anyMatch(port -> port.endPort() != null)
                || (spec.persistence() != null
                    && spec.persistence().mode() != PersistenceMode.PPC));
    if (sorry.port() != null && manyPorts) {
      report.refuse(
          name,
          "spec.sorryServer.port",
          Reason.PORT_MISMATCH,
          "Many ports cannot be mapped to one; remove the port of the sorry server.");
    }
  }

  private void slowStart(SlowStart slow) {
    int milliseconds = slow.duration().milliseconds();
    if (milliseconds < SHORTEST_RISE || milliseconds > SlowStart.LONGEST.milliseconds()) {
      refuse(
          "slowStart.duration",
          "Slow start takes 1s to 60m, not %s; change it, or remove slowStart."
              .formatted(slow.duration()));
    }
    if (slow.fromWeight() < 1) {
      refuse(
          "slowStart.fromWeight",
          "A weight of %d lets nobody in; write 1 or more.".formatted(slow.fromWeight()));
    }
  }

  private void refuse(String field, String message) {
    report.refuse(
        name,
        "spec." + field,
        field.startsWith("quorum") ? Reason.INVALID_QUORUM : Reason.INVALID_SLOW_START,
        message);
  }
}
