package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings for announcing VIPs to the network. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "self.mode == 'lease' || (!has(self.profile) && !has(self.apiOutage))",
    message = "profile and apiOutage are for mode lease: remove them",
    fieldPath = ".mode")
@ValidationRule(
    value = "self.mode in ['lease', 'vrrp'] || !has(self.preferred)",
    message = "preferred is for modes lease and vrrp: remove it",
    fieldPath = ".mode")
@ValidationRule(
    value = "self.mode in ['lease', 'bgp', 'vrrp'] || !has(self.onCordon)",
    message = "onCordon is for modes lease, bgp and vrrp: remove it",
    fieldPath = ".mode")
@ValidationRule(
    value = "(self.mode == 'vrrp') == has(self.vrrp)",
    message = "vrrp, with its virtualRouterId, is for mode vrrp, which needs it",
    fieldPath = ".mode")
public record Announcement(
    @JsonPropertyDescription(
            "static: every director of the group holds its VIPs, without failover, so let the group"
                + " have one. A VIP that is announced belongs to one group. lease: one at a time,"
                + " by a Kubernetes Lease, and never two; another takes over in seconds. vrrp: one"
                + " at a time, by VRRP of keepalived, which runs beside the agent: it needs no API"
                + " server, but has no fence, so that two directors may answer where one stands"
                + " still or their network is cut. bgp: every director has them at once, on a dummy"
                + " device lvs-bgp from which a BGP speaker of yours announces them to routers."
                + " none: somebody else holds them.")
        @Default("static")
        AnnouncementMode mode,
    @JsonPropertyDescription(
            "lease only: how fast another director takes over after a crash. Standard: 6.5 s. Fast:"
                + " 2.2 s, for an API server that answers within a second. Sticky: 15 s. Default:"
                + " Standard.")
        @Nullable LeaseProfile profile,
    @JsonPropertyDescription(
            "lease only: what the director that has the VIPs does while the API server does not"
                + " answer. Hold: it keeps them, and who may take them asks the network first."
                + " Release: it gives them up after seconds. Default: Hold.")
        @Nullable OnApiOutage apiOutage,
    @JsonPropertyDescription(
            "lease, vrrp and bgp: what a director does whose node is cordoned. Leave: it gives the"
                + " VIPs to another director that is ready, within a second, and does not take them"
                + " (bgp: announces them no more); where there is none it stays. Stay: a cordon"
                + " changes nothing. Default: Leave.")
        @Nullable OnCordon onCordon,
    @JsonPropertyDescription(
            "lease and vrrp: directors that take the VIPs before others do. Nothing moves back to one"
                + " that comes up again.")
        @MergeKeys("node")
        @Size(max = 100)
        List<PreferredDirector> preferred,
    @JsonPropertyDescription("vrrp only: the virtual router.") @Nullable VrrpSettings vrrp) {
  public Announcement {
    mode = requireNonNullElse(mode, AnnouncementMode.STATIC);
    preferred = List.copyOf(requireNonNullElse(preferred, List.of()));
  }

  /** One of a mode that needs no more. */
  public Announcement(AnnouncementMode mode) {
    this(mode, null, null, null, List.of(), null);
  }
}
