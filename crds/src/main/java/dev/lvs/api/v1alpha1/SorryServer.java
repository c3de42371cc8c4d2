package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Server to which clients are sent when no real server is left. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = Cel.ADDRESS_IS_UNICAST,
    message = Cel.ADDRESS_MESSAGE,
    fieldPath = ".address")
public record SorryServer(
    @JsonPropertyDescription("IP address.") @Required @Size(max = 45) String address,
    @JsonPropertyDescription("Its port; default: the port of the service.")
        @Nullable
        @Min(1)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription("How packets reach it.") @Default("NAT") ForwardingMode method) {
  public SorryServer {
    method = requireNonNullElse(method, ForwardingMode.NAT);
  }
}
