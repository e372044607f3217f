// The paths of the API's endpoints, after the base URL.

export const campaignsPath = "/v2/campaigns";
export const transferConfigsPath = `${campaignsPath}/transfer-configs`;
export const appointmentConfigsPath = `${campaignsPath}/appointment-configs`;

export function campaignPath(id: string): string {
  return `${campaignsPath}/${encodeURIComponent(id)}`;
}

export function transferConfigPath(id: string): string {
  return `${transferConfigsPath}/${encodeURIComponent(id)}`;
}
