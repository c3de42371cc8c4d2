package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A health check by a program on the director: exit code 0 means healthy. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExecCheck(
    @JsonPropertyDescription(
            "Name of a program in the agent's folder for checks (--check-directory).")
        @Required
        @Pattern("^[0-9A-Za-z_][0-9A-Za-z_.-]*$")
        @Size(max = 253)
        String name,
    @JsonPropertyDescription(
            "Its arguments; {address} and {port} stand for the server's. The environment has"
                + " LVS_ADDRESS and LVS_PORT.")
        @Size(max = 16)
        List<String> arguments) {
  public ExecCheck {
    arguments = List.copyOf(requireNonNullElse(arguments, List.of()));
  }
}
