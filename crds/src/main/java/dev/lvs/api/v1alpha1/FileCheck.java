package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A health check by a file on the director: its existence, or the number that it holds. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FileCheck(
    @JsonPropertyDescription("Name of a file in the agent's folder for checks (--check-directory).")
        @Required
        @Pattern("^[0-9A-Za-z_][0-9A-Za-z_.-]*$")
        @Size(max = 253)
        String name,
    @JsonPropertyDescription(
            "When the server is down: while the file exists, whose first line is then the reason;"
                + " while it holds a number that is not 0 (nonzero), or none but 0 (zero); or never."
                + " A file that is missing or begins with no number holds 0.")
        @Default("exists")
        DownWhile downWhile,
    @JsonPropertyDescription(
            "So many times the number in the file is added to the weight, as with keepalived's"
                + " track_file.")
        @Nullable Integer weightFactor) {
  public FileCheck {
    downWhile = requireNonNullElse(downWhile, DownWhile.EXISTS);
  }
}
