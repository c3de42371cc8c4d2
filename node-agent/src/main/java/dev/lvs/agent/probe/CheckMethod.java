package dev.lvs.agent.probe;

/** Method of a probe: questions to the server, or a look at what this node holds of it. */
public sealed interface CheckMethod permits Checker, LocalChecker {}
