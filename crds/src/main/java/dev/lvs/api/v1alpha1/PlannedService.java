package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of the IPVS table. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedService(
    @JsonPropertyDescription("VIP; absent for a firewall mark.") @Nullable String address,
    @JsonPropertyDescription("Absent for a firewall mark.") @Nullable Protocol protocol,
    @JsonPropertyDescription("0 for every port; absent for a firewall mark.")
        @Nullable
        @Min(0)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription("Firewall mark, instead of address, protocol and port.")
        @Nullable Long firewallMark,
    @JsonPropertyDescription("Family of a firewall-mark service.") @Nullable IpFamily family,
    @JsonPropertyDescription("How a new connection finds its real server.") @Required
        Scheduler scheduler,
    @JsonPropertyDescription("Flags of the scheduler.") List<SchedulerFlag> schedulerFlags,
    @JsonPropertyDescription("Schedule every datagram by itself.") Boolean onePacket,
    @JsonPropertyDescription("Persistence.") @Nullable PlannedPersistence persistence,
    @JsonPropertyDescription("Real servers, in the order in which they are added.")
        List<PlannedDestination> destinations,
    @JsonPropertyDescription(
            "Local addresses that this director has for it, FULLNAT only; without any, real servers see the director's own address.")
        List<String> localAddresses,
    @JsonPropertyDescription(
            "The VIPs of a firewall mark that users set themselves, FULLNAT only: sources are rewritten by them.")
        List<String> vips,
    @JsonPropertyDescription("Take over an entry that is not ours, with all that is in it.")
        Boolean adopt,
    @JsonPropertyDescription("The DirectorGroup by which this node serves it.")
        @Nullable String directorGroup,
    @JsonPropertyDescription("The resource it comes from, e.g. VirtualService shop/web.") @Required
        String source) {
  public PlannedService {
    schedulerFlags = List.copyOf(requireNonNullElse(schedulerFlags, List.of()));
    destinations = PlannedDestinations.copyOf(requireNonNullElse(destinations, List.of()), source);
    localAddresses = List.copyOf(requireNonNullElse(localAddresses, List.of()));
    vips = List.copyOf(requireNonNullElse(vips, List.of()));
    onePacket = requireNonNullElse(onePacket, false);
    adopt = requireNonNullElse(adopt, false);
  }

  /** By which methods its destinations are reached. */
  public Set<ForwardingMode> methods() {
    return PlannedDestinations.methods(destinations);
  }

  /** The same entry, which rewrites no sources on some VIPs. */
  public PlannedService withoutVips(Set<String> some) {
    List<String> rest = vips.stream().filter(vip -> !some.contains(vip)).toList();
    return rest.equals(vips) ? this : with(destinations, localAddresses, rest);
  }

  /** The same entry with other destinations. */
  public PlannedService with(List<PlannedDestination> others) {
    return with(others, localAddresses);
  }

  /** The same entry with other destinations and local addresses. */
  public PlannedService with(List<PlannedDestination> others, List<String> otherLocalAddresses) {
    return with(others, otherLocalAddresses, vips);
  }

  private PlannedService with(
      List<PlannedDestination> others, List<String> otherLocalAddresses, List<String> otherVips) {
    return new PlannedService(
        address,
        protocol,
        port,
        firewallMark,
        family,
        scheduler,
        schedulerFlags,
        onePacket,
        persistence,
        others,
        otherLocalAddresses,
        otherVips,
        adopt,
        directorGroup,
        source);
  }
}
