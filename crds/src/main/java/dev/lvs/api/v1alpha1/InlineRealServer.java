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

/** A real server that is written where it is used. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = Cel.ADDRESS_IS_UNICAST,
    message = Cel.ADDRESS_MESSAGE,
    fieldPath = ".address")
public record InlineRealServer(
    @JsonPropertyDescription("IP address of the real server.") @Required @Size(max = 45)
        String address,
    @JsonPropertyDescription("Its port. Default: the target port of the service.")
        @Nullable
        @Min(1)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription(
            "Share of new connections; 0 takes none, but with persistence those of clients that it remembers, unless the DirectorGroup sets expire_quiescent_template: 1.")
        @Default("1")
        @Min(0)
        @Max(2147483647)
        Integer weight) {
  public InlineRealServer {
    weight = requireNonNullElse(weight, 1);
  }
}
