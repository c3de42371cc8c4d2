package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Targets to which the traffic of a pool may be sent. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.networks) || self.networks.all(a, " + Cel.IS_RANGE_A + ")",
    message = Cel.RANGE_MESSAGE,
    fieldPath = ".networks")
@ValidationRule(
    value = "!has(self.networks) || self.networks.all(a, " + Cel.HAS_NO_HOST_BITS_A + ")",
    message = Cel.HOST_BITS_MESSAGE,
    fieldPath = ".networks")
@ValidationRule(
    value =
        "!has(self.nodePorts) || self.nodePorts.all(r, [r.split('-')].all(t, "
            + "int(t[0]) <= int(t[t.size() - 1]) && int(t[t.size() - 1]) <= 65535))",
    message =
        "each entry of nodePorts must be a port or a range of ports, e.g. 6443 or 30000-32767",
    fieldPath = ".nodePorts")
public record RealServerGrant(
    @JsonPropertyDescription(
            "CIDRs, ranges (first-last) and addresses in which real servers may be. Default:"
                + " anywhere. Never loopback, link-local and multicast addresses, nor VIPs of other"
                + " VirtualServices; by default no metadata service of a cloud either.")
        @Size(min = 1, max = 256)
        List<String> networks,
    @JsonPropertyDescription(
            "Nodes that may be made real servers of DR and TUN, in whatever network: there the"
                + " agent hides the VIP, sets ARP and opens tunnel ports. {} is every node, control"
                + " planes too. Default: none.")
        @Nullable LabelSelector nodeSelector,
    @JsonPropertyDescription(
            "Ports of nodes, and ranges of them, that traffic may be sent to. Default: all but"
                + " those that run the node and the cluster (TCP 22, 2375-2381, 6443, 9345,"
                + " 10248-10260, 16443; UDP 4789, 6081, 8472, 51820-51821, 51871). A service of all"
                + " ports (PCC, a firewall mark) needs 1-65535.")
        @Pattern(Cel.NUMBERS)
        @Size(min = 1, max = 64)
        List<String> nodePorts) {
  public RealServerGrant {
    networks = List.copyOf(requireNonNullElse(networks, List.of()));
    nodePorts = List.copyOf(requireNonNullElse(nodePorts, List.of()));
  }
}
