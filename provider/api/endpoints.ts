// The paths of the API's endpoints, after the base URL.

export const campaignsPath = "/v2/campaigns";
export const transferConfigsPath = `${campaignsPath}/transfer-configs`;
export const appointmentConfigsPath = `${campaignsPath}/appointment-configs`;

/** With the given parameters only: their names aren't documented, and one that the API doesn't know might be refused. */
export function campaignListPath(parameters: { page?: number; pageSize?: number; status?: string }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? campaignsPath : `${campaignsPath}?${query}`;
}

export function campaignPath(id: string): string {
  return `${campaignsPath}/${encodeURIComponent(id)}`;
}

export function transferConfigPath(id: string): string {
  return `${transferConfigsPath}/${encodeURIComponent(id)}`;
}

export function blockSnippetsPath(campaignId: string): string {
  return `${campaignPath(campaignId)}/block-snippets`;
}
