package dev.lvs.agent.probe;

/**
 * A server that is probed periodically.
 *
 * <p>Two equal checks are one: servers that several services share are probed once.
 */
public record ScheduledCheck(Target target, CheckMethod checker, Schedule schedule) {}
