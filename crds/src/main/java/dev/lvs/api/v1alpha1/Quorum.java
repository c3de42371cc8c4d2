package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Sum of the weights of real servers that a service needs. The kernel's weights have 31 bits, and a
 * sum of them has more: it is a long wherever it is computed.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "self.down <= self.up",
    message =
        "down must not be above up: a service goes down below the number at which it " + "comes up",
    fieldPath = ".down")
public record Quorum(
    @JsonPropertyDescription(
            "Sum of the weights of its healthy servers at which a service that is below its quorum"
                + " comes up again.")
        @Default("1")
        @Min(1)
        @Max(2147483647)
        Integer up,
    @JsonPropertyDescription(
            "Sum of the weights below which it goes down; between the two it stays what it is, so"
                + " that one server that comes and goes does not move it.")
        @Default("1")
        @Min(1)
        @Max(2147483647)
        Integer down,
    @JsonPropertyDescription(
            "What a director does below the quorum: sorry sends new connections to the sorry server"
                + " and none to the real servers; withdraw takes the VIP off this director, unless"
                + " another VirtualService on it still serves; serve goes on with the real servers"
                + " that are left. Default: sorry where there is a sorryServer, else serve.")
        @Nullable WhenLost whenLost) {
  public Quorum {
    up = requireNonNullElse(up, 1);
    down = requireNonNullElse(down, 1);
  }

  /** A quorum with the usual action below it. */
  public Quorum(int up, int down) {
    this(up, down, null);
  }
}
