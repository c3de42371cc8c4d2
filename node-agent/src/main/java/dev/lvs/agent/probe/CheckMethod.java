package dev.lvs.agent.probe;

/** How a probe finds out about a server: by its answers, or by what this node holds of it. */
public sealed interface CheckMethod permits Checker, LocalChecker {}
