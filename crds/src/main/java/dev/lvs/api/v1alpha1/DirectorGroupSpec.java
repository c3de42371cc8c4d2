package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Specification of a DirectorGroup: which nodes are directors, and their settings. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = IpvsSysctls.NAMES_ARE_KNOWN,
    message =
        "ipvsSysctls takes the names below /proc/sys/net/ipv4/vs, without that prefix, e.g."
            + " sloppy_tcp",
    fieldPath = ".ipvsSysctls")
@ValidationRule(
    value = IpvsSysctls.SWITCHES_ARE_0_OR_1,
    message = "this setting of ipvsSysctls is a switch: 0 or 1",
    fieldPath = ".ipvsSysctls")
@ValidationRule(
    value = IpvsSysctls.LEVELS_ARE_0_TO_3,
    message = "conn_reuse_mode, drop_entry, drop_packet, secure_tcp and sync_retries are 0 to 3",
    fieldPath = ".ipvsSysctls")
@ValidationRule(
    value = IpvsSysctls.DIRECTORS_ARE_NOT_IDLE,
    message =
        "a director that receives connections balances nothing while backup_only is 1: remove it,"
            + " or connectionSync",
    fieldPath = ".ipvsSysctls")
@ValidationRule(
    value =
        "!has(self.announcement) || self.announcement.mode != 'lease' || has(self.vipInterface)",
    message = "mode lease needs vipInterface: the interface is where other directors are kept out",
    fieldPath = ".announcement")
@ValidationRule(
    value =
        "!has(self.vipInterfaces) || !has(self.announcement) || self.announcement.mode in"
            + " ['static', 'lease']",
    message = "vipInterfaces is for modes static and lease: remove it",
    fieldPath = ".vipInterfaces")
@ValidationRule(
    value = "!has(self.announcement) || self.announcement.mode != 'bgp' || !has(self.vipInterface)",
    message = "with mode bgp the VIPs are on the dummy device lvs-bgp: remove vipInterface",
    fieldPath = ".vipInterface")
@ValidationRule(
    value = "!has(self.announcement) || self.announcement.mode != 'vrrp' || has(self.vipInterface)",
    message = "mode vrrp needs vipInterface: the interface on which keepalived puts the VIPs",
    fieldPath = ".announcement")
public record DirectorGroupSpec(
    @JsonPropertyDescription("Nodes with these labels are directors of this group.") @Required
        LabelSelector nodeSelector,
    @JsonPropertyDescription(
            "Interface that holds the VIPs; default: the one that leads to the VIP's network. On"
                + " another one neighbours find a VIP of that network only by IPv4, and only"
                + " without arp_ignore.")
        @Pattern("^[^/:\\s]+$")
        @Size(max = 15)
        @Nullable String vipInterface,
    @JsonPropertyDescription(
            "static and lease: interfaces of VIPs that are on another one than vipInterface; the"
                + " first that lists a VIP counts. So an address in the network of the real servers,"
                + " which they have as their default route for NAT, moves with the other VIPs.")
        @MergeKeys("interface")
        @Size(max = 16)
        List<VipInterface> vipInterfaces,
    @JsonPropertyDescription("How the network learns where a VIP is.")
        @Nullable Announcement announcement,
    @JsonPropertyDescription("Connection timeouts of the node.")
        @Nullable ConnectionTimeouts timeouts,
    @JsonPropertyDescription("Connection synchronisation between the directors.")
        @Nullable ConnectionSync connectionSync,
    @JsonPropertyDescription("Settings below net.ipv4.vs by name.")
        @NumberOrText
        @Pattern("^[0-9 ,-]{1,63}$")
        @Size(max = 40)
        Map<String, String> ipvsSysctls,
    @JsonPropertyDescription("How many directors may change at once, a number or a percentage.")
        @NumberOrText
        @Pattern("^([1-9][0-9]{0,3}|[1-9][0-9]?%|100%)$")
        @Nullable String maxUnavailable) {
  public DirectorGroupSpec {
    vipInterfaces = List.copyOf(requireNonNullElse(vipInterfaces, List.of()));
    // sorted, since Map.copyOf has another order in each JVM and plans are compared as bytes
    ipvsSysctls =
        Collections.unmodifiableMap(new TreeMap<>(requireNonNullElse(ipvsSysctls, Map.of())));
  }
}
