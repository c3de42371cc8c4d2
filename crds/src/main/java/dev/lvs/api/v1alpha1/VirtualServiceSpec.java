package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a VirtualService is to be. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VirtualServiceSpec(
    @JsonPropertyDescription("VIPs, of either family; one of each makes the service dual stack.")
        List<String> addresses,
    @JsonPropertyDescription("An AddressPool to allocate the VIP from, instead of addresses.")
        @Nullable String addressPool,
    @JsonPropertyDescription("The ports to serve.") List<ServicePort> ports,
    @JsonPropertyDescription("How a new connection finds its real server.") @Default("wlc")
        Scheduler scheduler,
    @JsonPropertyDescription("Flags of the scheduler, as `ipvsadm -b`.")
        List<SchedulerFlag> schedulerFlags,
    @JsonPropertyDescription("Schedule every datagram by itself; UDP and firewall marks only.")
        @Default("false")
        Boolean onePacket,
    @JsonPropertyDescription("Keep a client on one real server.") @Nullable Persistence persistence,
    @JsonPropertyDescription("Serve the packets that carry this mark, which you set yourself.")
        @Nullable
        @Min(1)
        @Max(4294967295L)
        Long firewallMark,
    @JsonPropertyDescription("How packets reach the real servers.") @Required Forwarding forwarding,
    @JsonPropertyDescription("Which real servers there are.") @Required
        RealServerSources realServers,
    @JsonPropertyDescription("Connection limits of each real server that has none of its own.")
        @Nullable Thresholds thresholds,
    @JsonPropertyDescription("How real servers are checked.") @Nullable HealthCheck healthCheck,
    @JsonPropertyDescription("What becomes of a real server whose check fails.")
        @Nullable OnFailure onFailure,
    @JsonPropertyDescription("How a real server leaves.") @Nullable Drain drain,
    @JsonPropertyDescription("How many healthy real servers are needed.") @Nullable Quorum quorum,
    @JsonPropertyDescription("Where clients go when no real server is left.")
        @Nullable SorryServer sorryServer,
    @JsonPropertyDescription(
            "The DirectorGroup whose nodes serve this; default: the group named default.")
        @Nullable String directorGroup,
    @JsonPropertyDescription(
            "Take over an entry that stands in the kernel already and is not ours.")
        @Default("false")
        Boolean adopt) {
  public VirtualServiceSpec {
    addresses = List.copyOf(requireNonNullElse(addresses, List.of()));
    ports = List.copyOf(requireNonNullElse(ports, List.of()));
    schedulerFlags = List.copyOf(requireNonNullElse(schedulerFlags, List.of()));
    scheduler = requireNonNullElse(scheduler, Scheduler.WLC);
    onePacket = requireNonNullElse(onePacket, false);
    adopt = requireNonNullElse(adopt, false);
  }
}
