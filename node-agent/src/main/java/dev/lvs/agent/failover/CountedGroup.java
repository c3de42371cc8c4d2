package dev.lvs.agent.failover;

/** One group of this node as its keeper knows it, with its counters. */
public record CountedGroup(GroupSight sight, LeaseCounts counts) {}
