package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A health check by a question to a name server, over UDP. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DnsCheck(
    @JsonPropertyDescription("Name to ask for; a dot alone for the root.")
        @Required
        @Pattern("^(\\.|([!-\\-/-~]{1,63}\\.)*[!-\\-/-~]{1,63}\\.?)$")
        @Size(max = 253)
        String name,
    @JsonPropertyDescription("Type to ask for.") @Default("A") DnsRecordType type,
    @JsonPropertyDescription(
            "Data that one of the records has to have, as in a zone file, e.g. 192.0.2.53 or 10"
                + " mx.example.com; default: any answer without an error.")
        @Size(min = 1, max = 255)
        @Nullable String expect) {
  public DnsCheck {
    type = requireNonNullElse(type, DnsRecordType.A);
  }
}
