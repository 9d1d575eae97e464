export function buildTargets(): string[];
