package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A health check by a program on the director: exit code 0 means healthy. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExecCheck(
    @JsonPropertyDescription(
            "Name of a program in the agent's folder for checks (--check-directory). It runs as the"
                + " agent does, without a shell, in the directory /, and it and what it started are"
                + " killed at the timeout. Its first line of output is the reason of a failure.")
        @Required
        @Pattern("^[0-9A-Za-z_][0-9A-Za-z_.-]*$")
        @Size(max = 253)
        String name,
    @JsonPropertyDescription(
            "Its arguments; {address} and {port} stand for the server's. The environment has PATH,"
                + " LVS_ADDRESS and LVS_PORT, and nothing else.")
        @Size(max = 16)
        @MergeKeys({})
        List<String> arguments,
    @JsonPropertyDescription(
            "Whether exit codes 2 to 255 are successes too, by which the weight is the code less 2,"
                + " as with keepalived's misc_dynamic.")
        @Default("false")
        Boolean weightByExitCode) {
  public ExecCheck {
    arguments = List.copyOf(requireNonNullElse(arguments, List.of()));
    weightByExitCode = requireNonNullElse(weightByExitCode, false);
  }
}
