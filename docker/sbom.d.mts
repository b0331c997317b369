export type Component = { 'bom-ref': string; type: string; name: string; version: string; purl?: string };
export type Bill = { metadata: { component: Partial<Component> }; components: Component[] };
export function softwareBill(
  npmBill: Bill,
  about: { workspace: { name: string; version: string }; node: string; debian: string },
): Bill;
export function debianComponents(status: string): Component[];
export function goBill(about: { modules: string; debian: string }): Bill;
