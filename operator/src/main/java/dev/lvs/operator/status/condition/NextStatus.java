package dev.lvs.operator.status.condition;

import java.time.Duration;
import java.util.Optional;

/**
 * The next status of a resource.
 *
 * @param again after what time it has to be looked at again even if nothing happens
 */
public record NextStatus<S>(S status, Optional<Duration> again) {}
