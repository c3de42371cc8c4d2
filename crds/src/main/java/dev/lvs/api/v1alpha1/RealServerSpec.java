package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Specification of a RealServer. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.address) != has(self.nodeName)",
    message = "set one of address and nodeName")
@ValidationRule(
    value = Cel.ADDRESS_IS_UNICAST,
    message = Cel.ADDRESS_MESSAGE,
    fieldPath = ".address")
@ValidationRule(
    value = "!has(self.tunnel) || !has(self.forwarding) || self.forwarding == 'TUN'",
    message = "tunnel needs forwarding: TUN; remove it, or change the method",
    fieldPath = ".tunnel")
@ValidationRule(
    value = "!has(self.followNodeReady) || !self.followNodeReady || has(self.nodeName)",
    message = "followNodeReady needs nodeName; remove it, or name the node",
    fieldPath = ".followNodeReady")
@ValidationRule(
    value = Cel.ADDITIONAL_CHECKS,
    message = Cel.ADDITIONAL_CHECKS_MESSAGE,
    fieldPath = ".additionalHealthChecks")
public record RealServerSpec(
    @JsonPropertyDescription("IP address; or nodeName.") @Size(max = 45) @Nullable String address,
    @JsonPropertyDescription(
            "A node of the cluster, whose agent then sets up the real-server side.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Nullable String nodeName,
    @JsonPropertyDescription("Port it listens on; default: the target port of the service.")
        @Nullable
        @Min(1)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription(
            "Share of new connections; 0 takes none, but with persistence those of clients that it"
                + " remembers, unless the DirectorGroup sets expire_quiescent_template: 1.")
        @Default("1")
        @Min(0)
        @Max(2147483647)
        Integer weight,
    @JsonPropertyDescription("Connection limits.") @Nullable Thresholds thresholds,
    @JsonPropertyDescription("Forwarding method where it differs from the service's.")
        @Nullable ForwardingMode forwarding,
    @JsonPropertyDescription("Encapsulation where it differs from the service's.")
        @Nullable Tunnel tunnel,
    @JsonPropertyDescription("How it is checked, where that differs from the service's.")
        @Nullable HealthCheck healthCheck,
    @JsonPropertyDescription(
            "Checks that have to pass besides healthCheck, each by its own path (through); those of"
                + " the service do not count where healthCheck is set.")
        @Size(max = 3)
        List<HealthCheck> additionalHealthChecks,
    @JsonPropertyDescription("Take it out by hand.") @Nullable Maintenance maintenance,
    @JsonPropertyDescription(
            "Whether it takes no new connections while the condition Ready of its Node is not True."
                + " Without effect, which is said, where a Node says nothing of it, as in a"
                + " directory of manifests.")
        @Nullable Boolean followNodeReady) {
  public RealServerSpec {
    weight = requireNonNullElse(weight, 1);
    additionalHealthChecks = List.copyOf(requireNonNullElse(additionalHealthChecks, List.of()));
  }

  /** A real server that follows no node. */
  public RealServerSpec(
      @Nullable String address,
      @Nullable String nodeName,
      @Nullable Integer port,
      int weight,
      @Nullable Thresholds thresholds,
      @Nullable ForwardingMode forwarding,
      @Nullable Tunnel tunnel,
      @Nullable HealthCheck healthCheck,
      @Nullable Maintenance maintenance) {
    this(
        address,
        nodeName,
        port,
        weight,
        thresholds,
        forwarding,
        tunnel,
        healthCheck,
        List.of(),
        maintenance,
        null);
  }

  /** Returns whether it takes no new connections while its node is not ready. */
  public boolean followsNode() {
    return Boolean.TRUE.equals(followNodeReady);
  }
}
