package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.ipvs.Protocol;
import java.util.List;

/** The columns of {@code kubectl get ipvs}, which can show a text but only one item of a list. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VirtualServiceSummary(
    @JsonPropertyDescription("The VIPs in force, e.g. 192.0.2.10,2001:db8::10.") String addresses,
    @JsonPropertyDescription("The ports, TCP where nothing else is said, e.g. 80,443,53/UDP.")
        String ports,
    @JsonPropertyDescription("Real servers as ready/all.") String servers,
    @JsonPropertyDescription("The directors, e.g. edge-1,edge-2.") String directors) {
  public VirtualServiceSummary {
    // an empty text is left out when it is written
    addresses = requireNonNullElse(addresses, "");
    ports = requireNonNullElse(ports, "");
    servers = requireNonNullElse(servers, "");
    directors = requireNonNullElse(directors, "");
  }

  /** Sums up the parts of a service and its status. */
  public static VirtualServiceSummary of(
      List<String> addresses,
      List<ServicePort> ports,
      RealServerCounts servers,
      List<DirectorState> directors) {
    return new VirtualServiceSummary(
        String.join(",", addresses),
        ports.stream().map(VirtualServiceSummary::text).collect(joining(",")),
        servers.ready() + "/" + servers.total(),
        directors.stream().map(DirectorState::node).collect(joining(",")));
  }

  private static String text(ServicePort port) {
    String first = port.port() == 0 ? "*" : String.valueOf(port.port());
    String range = port.endPort() == null ? first : first + "-" + port.endPort();
    return port.protocol().equals(Protocol.TCP) ? range : range + "/" + port.protocol();
  }
}
