package dev.lvs.agent.plan.draft;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * Part of the plan that this node cannot carry out.
 *
 * @param sources the resources it is about, e.g. {@code VirtualService shop/web}
 * @param wanted the intended action, in a few words, e.g. {@code hold VIP 192.0.2.10}
 * @param message full sentences for the user: what is wrong, and what to do
 * @param realServer the real server that it is about alone, where the rest is served as planned
 */
public record Obstacle(
    List<ResourceName> sources,
    String wanted,
    Reason reason,
    String message,
    Optional<IpAddress> realServer) {
  public Obstacle {
    sources = List.copyOf(sources);
  }

  /** Returns whether the rest is served as planned. */
  public boolean isPartial() {
    return realServer.isPresent() || reason.isOfHealth();
  }

  /** Reason of an obstacle, in one word. */
  public enum Reason {
    NO_IPVS("NoIpvs"),
    NO_FTP_HELPER("NoFtpHelper"),
    NO_SCTP("NoSctp"),
    NO_PACKET_RULES("NoPacketRules"),
    NO_SUCH_INTERFACE("NoSuchInterface"),
    NO_INTERFACE("NoInterface"),
    NO_VRRP_ADDRESS("NoVrrpAddress"),
    ADDRESS_MISSING("AddressMissing"),
    NOT_HIDDEN("NotHidden"),
    NO_SUCH_SETTING("NoSuchSetting"),
    CONTRADICTING_MARKS("ContradictingMarks"),
    CONTRADICTING_CHECKSUMS("ContradictingChecksums"),
    VIP_IS_GATEWAY("VipIsGateway"),
    VIP_IS_OWN_ADDRESS("VipIsOwnAddress"),
    VIP_IS_NETWORK_ADDRESS("VipIsNetworkAddress"),
    VIP_IS_API_SERVER("VipIsApiServer"),
    VIP_NOT_ANSWERED("VipNotAnswered"),
    VIP_NOT_FENCED("VipNotFenced"),
    VIP_NOT_LET_GO(ResourceReport.VIP_NOT_LET_GO),
    SERVER_NOT_ON_LINK("ServerNotOnLink"),
    HEALTH_CHECK_FAILED(ResourceReport.HEALTH_CHECK_FAILED),
    HEALTH_UNKNOWN(ResourceReport.HEALTH_UNKNOWN),
    DRAINED_BY_SERVER(ResourceReport.DRAINED_BY_SERVER),
    SLOW_START("SlowStart"),
    QUORUM_LOST(ResourceReport.QUORUM_LOST),
    SORRY_SERVER_IN_USE(ResourceReport.SORRY_SERVER_IN_USE),
    VIP_WITHDRAWN(ResourceReport.VIP_WITHDRAWN),
    NO_BGP_SESSION(ResourceReport.NO_BGP_SESSION),
    MASS_FAILURE("MassFailure"),
    CONTRADICTING_SETTINGS("ContradictingSettings");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /**
     * Returns whether a service is programmed as planned all the same, only not as it is at its
     * best.
     */
    boolean isOfHealth() {
      return switch (this) {
        case HEALTH_CHECK_FAILED,
            HEALTH_UNKNOWN,
            DRAINED_BY_SERVER,
            SLOW_START,
            QUORUM_LOST,
            SORRY_SERVER_IN_USE,
            VIP_WITHDRAWN,
            NO_BGP_SESSION,
            MASS_FAILURE ->
            true;
        default -> false;
      };
    }

    /** As it stands in a status, in CamelCase. */
    public String text() {
      return text;
    }
  }
}
